using System.CommandLine;
using Auctions.Storage;

namespace Auctions.Cli.Verify;

/// <summary><c>auctions verify</c>: checks everything stored against the rules, without writing anything.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandContext context)
    {
        var storage = new StorageConfiguration();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(
            "verify", "Check the journal, head rows and snapshots of a store, also while a server runs on it.")
        {
            json,
        };
        storage.AddTo(command);
        command.SetAction((parsed, cancellation) =>
            RunAsync(storage.SettingsOf(parsed), parsed.GetValue(json), context, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        StoreSettings settings, bool json, CommandContext context, CancellationToken cancellation)
    {
        try
        {
            var report = await Verifier.RunAsync(settings, context, cancellation);
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
