using System.CommandLine;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Microsoft.Extensions.Configuration;

namespace Auctions.Cli;

/// <summary>Where a server keeps its data: the server's own keys, from the environment or the command line.</summary>
internal sealed class StorageConfiguration
{
    // As many as can be named on a command line; the environment takes more.
    private const int ShardOptions = 64;

    private readonly List<Option<string?>> _options =
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
    ];

    public void AddTo(Command command)
    {
        foreach (var option in _options)
        {
            command.Add(option);
        }
    }

    /// <summary>The store that is meant: named on the command line, or else in the environment.</summary>
    /// <exception cref="CommandFailedException">What is named is no store.</exception>
    public StoreSettings SettingsOf(ParseResult parsed)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var named = _options.ToDictionary(option => option.Name[2..], parsed.GetValue);
        try
        {
            return StoreSettings.Read(
                key => named.GetValueOrDefault(key) ?? environment[key],
                Directory.GetCurrentDirectory(),
                migrates: false);
        }
        catch (StorageException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
    }

    private static Option<string?> Make(string key, string value, string? description) =>
        new($"--{key}") { Description = description, HelpName = value, Hidden = description is null };
}
