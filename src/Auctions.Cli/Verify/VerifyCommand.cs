using System.CommandLine;
using Auctions.Storage;
using Microsoft.Extensions.Configuration;

namespace Auctions.Cli.Verify;

/// <summary><c>auctions verify</c>: checks everything stored against the rules, without writing anything.</summary>
internal static class VerifyCommand
{
    private const string PathKey = "Storage:Path", ProviderKey = "Storage:Provider";

    public static Command Create(CommandContext context)
    {
        var path = new Option<string?>($"--{PathKey}")
        {
            Description = "The server's data directory; the environment's Storage__Path or \"data\" by default.",
            HelpName = "DIRECTORY",
        };
        var provider = new Option<string?>($"--{ProviderKey}")
        {
            Description = "The server's storage; Sqlite by default.",
            HelpName = "PROVIDER",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(
            "verify", "Check the journal, head rows and snapshots of a store, also while a server runs on it.")
        {
            path, provider, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = Configure(parsed.GetValue(path), parsed.GetValue(provider));
            return RunAsync(configuration, parsed.GetValue(json), context, cancellation);
        });
        return command;
    }

    private static IConfiguration Configure(string? path, string? provider)
    {
        var named = new Dictionary<string, string?>();
        if (path is not null)
        {
            named[PathKey] = path;
        }

        if (provider is not null)
        {
            named[ProviderKey] = provider;
        }

        return new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(named).Build();
    }

    private static async Task<int> RunAsync(
        IConfiguration configuration, bool json, CommandContext context, CancellationToken cancellation)
    {
        var provider = configuration[ProviderKey] ?? "Sqlite";
        if (!provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandFailedException($"{ProviderKey} is \"{provider}\"; this version knows Sqlite.");
        }

        try
        {
            var report = await Verifier.RunAsync(configuration[PathKey] ?? "data", context, cancellation);
            report.Write(context.Output, json);
            return report.FaultCount == 0 ? ExitCodes.Ok : ExitCodes.Mismatch;
        }
        catch (StorageException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new CommandFailedException("stopped before everything was verified.");
        }
    }
}
