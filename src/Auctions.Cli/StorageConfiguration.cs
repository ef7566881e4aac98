using System.CommandLine;
using Microsoft.Extensions.Configuration;

namespace Auctions.Cli;

/// <summary>Where a server keeps its data: the server's own keys, from the environment or the command line.</summary>
internal sealed class StorageConfiguration
{
    private const string PathKey = "Storage:Path", ProviderKey = "Storage:Provider";

    private readonly Option<string?> path = new($"--{PathKey}")
    {
        Description = "The server's data directory; the environment's Storage__Path or \"data\" by default.",
        HelpName = "DIRECTORY",
    };

    private readonly Option<string?> provider = new($"--{ProviderKey}")
    {
        Description = "The server's storage; Sqlite by default.",
        HelpName = "PROVIDER",
    };

    public void AddTo(Command command)
    {
        command.Add(path);
        command.Add(provider);
    }

    /// <summary>The SQLite directory that is meant.</summary>
    /// <exception cref="CommandFailedException">Another provider is meant.</exception>
    public string DirectoryOf(ParseResult parsed)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var named = parsed.GetValue(provider) ?? environment[ProviderKey] ?? "Sqlite";
        return named.Equals("Sqlite", StringComparison.OrdinalIgnoreCase)
            ? parsed.GetValue(path) ?? environment[PathKey] ?? "data"
            : throw new CommandFailedException($"{ProviderKey} is \"{named}\"; this version knows Sqlite.");
    }
}
