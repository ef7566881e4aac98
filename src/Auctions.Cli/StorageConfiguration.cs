using System.CommandLine;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Secrets;
using Microsoft.Extensions.Configuration;

namespace Auctions.Cli;

/// <summary>Where a server keeps its data: the server's own keys, from the environment or the command line.</summary>
internal sealed class StorageConfiguration
{
    // As many as can be named on a command line; the environment takes more.
    private const int ShardOptions = 64;

    private readonly Option<string?> _secrets =
        Make(SecretFiles.DirectoryKey, "DIRECTORY", "A file for each of these keys, such as Storage__Meta.");

    private readonly List<Option<string?>> _options;

    public StorageConfiguration() => _options =
    [
        Make(StoreSettings.ProviderKey, "PROVIDER", "The server's storage, Sqlite or PostgreSql; Sqlite by default."),
        Make(StoreSettings.PathKey, "DIRECTORY", "SQLite: the server's data directory; \"data\" by default."),
        Make(StoreSettings.MetaKey, "CONNECTION", "PostgreSQL: the meta database."),
        Make("Storage:Shards:0", "CONNECTION", "PostgreSQL: the first shard; :1, :2 ... the others."),
        .. Enumerable.Range(1, ShardOptions - 1).Select(shard => Make($"Storage:Shards:{shard}", "CONNECTION", null)),
        .. Enumerable.Range(0, ShardOptions).SelectMany(shard => Enumerable.Range(0, PostgresStoreOptions.ReplicasMax)
            .Select(replica => Make($"Storage:Replicas:{shard}:{replica}", "CONNECTION", null))),
        Make("Storage:ReplicaLagMaxSeconds", "SECONDS", null),
        Make("Storage:AllowUnsafe", "NAMES", null),
        Make("Privacy:IdentityKeyFile", "FILE", null),
        _secrets,
    ];

    public void AddTo(Command command)
    {
        foreach (var option in _options)
        {
            command.Add(option);
        }
    }

    /// <summary>
    /// The store that is meant: named on the command line, or else by secrets, or else in the environment.
    /// </summary>
    /// <exception cref="CommandFailedException">What is named is no store.</exception>
    public StoreSettings SettingsOf(ParseResult parsed)
    {
        var configuration = ConfigurationOf(parsed);
        try
        {
            return StoreSettings.Read(
                key => configuration[key],
                Directory.GetCurrentDirectory(),
                migrates: false,
                demandsTls: !IsDevelopment(configuration));
        }
        catch (StorageException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
    }

    /// <summary>All keys that are set, in the same order.</summary>
    /// <exception cref="CommandFailedException">Secrets cannot be read.</exception>
    public IConfiguration ConfigurationOf(ParseResult parsed)
    {
        var named = _options
            .Select(option => KeyValuePair.Create(option.Name[2..], parsed.GetValue(option)))
            .Where(option => option.Value is not null)
            .ToList();
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables();
        if (parsed.GetValue(_secrets) is { } directory)
        {
            configuration[SecretFiles.DirectoryKey] = directory;
        }

        try
        {
            configuration.AddSecretFiles();
        }
        catch (InvalidOperationException refused)
        {
            throw new CommandFailedException(refused.Message);
        }

        configuration.AddInMemoryCollection(named);
        return configuration;
    }

    // As for a server.
    private static bool IsDevelopment(IConfiguration configuration) => "Development".Equals(
        configuration["ASPNETCORE_ENVIRONMENT"] ?? configuration["DOTNET_ENVIRONMENT"],
        StringComparison.OrdinalIgnoreCase);

    private static Option<string?> Make(string key, string value, string? description) =>
        new($"--{key}") { Description = description, HelpName = value, Hidden = description is null };
}
