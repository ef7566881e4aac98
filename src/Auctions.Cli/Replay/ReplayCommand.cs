using System.CommandLine;

namespace Auctions.Cli.Replay;

/// <summary><c>auctions replay</c>: plays recorded auctions against a server and compares the hammer prices.</summary>
internal static class ReplayCommand
{
    private const int ParallelDefault = 16, ParallelMax = 1_024;

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE.csv")
        {
            Description = "Recorded bids, with the columns auctionid, bid, bidtime, bidder, openbid and price.",
        };
        var url = OptionParsers.HttpUrl("--url", "The server, like http://127.0.0.1:5080.");
        var parallel = OptionParsers.WholeNumber(
            "--parallel", $"Auctions at a time, {ParallelDefault} by default.", 1, ParallelMax);
        var run = OptionParsers.Text(
            "--run",
            "NAME",
            "Starts all keys; the same name and file resume a run. By default from the file's SHA-256.",
            RunKeys.ProblemOf);
        var token = OptionParsers.Text(
            "--token",
            "FILE",
            "Bearer tokens instead of X-User: lines \"person token\", or one token alone for everyone.",
            _ => null);
        var exactMin = OptionParsers.WholeNumber("--exact-min", "Exit 6 if fewer prices are exact.", 0, int.MaxValue);
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("replay", "Replay recorded auctions against a server and compare the hammer prices.")
        {
            file, url, parallel, run, token, exactMin, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new ReplayOptions(
                parsed.GetRequiredValue(file),
                parsed.GetRequiredValue(url),
                parsed.GetValue(parallel) ?? ParallelDefault,
                parsed.GetValue(run),
                parsed.GetValue(token),
                parsed.GetValue(exactMin),
                parsed.GetValue(json)),
            context,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ReplayOptions options, CommandContext context, CancellationToken cancellation)
    {
        var file = await BidFile.LoadAsync(options.File, cancellation);
        var keys = RunKeys.Of(file, options.Run);
        var report = await ReplayAsync(file, keys, options, context, cancellation);
        if (options.Json)
        {
            ReplayReportWriter.WriteJson(report, context.Output);
        }
        else
        {
            ReplayReportWriter.WriteText(report, context.Output);
        }

        return report.Exact >= (options.ExactMin ?? 0)
            ? ExitCodes.Ok
            : throw new CommandFailedException(
                $"{report.Exact} prices are exact, fewer than --exact-min {options.ExactMin}.", ExitCodes.Mismatch);
    }

    private static async Task<ReplayReport> ReplayAsync(
        BidFile file, RunKeys keys, ReplayOptions options, CommandContext context, CancellationToken cancellation)
    {
        var tokens = options.TokenFile is { } path ? await BearerTokens.LoadAsync(path, cancellation) : null;
        var counts = new ReplayCounts();
        using var http = AuctionClient.Connect(options.Url, options.Parallel);
        var client = new AuctionClient(new PatientSender(http, context.Time, counts), tokens);
        var replay = new Replayer(file, keys, client, options.Parallel, counts, context.Time).RunAsync(cancellation);
        try
        {
            await CommandProgress.ShowAsync(replay, file.BidCount, () => Progress(file, counts), context);
            return await replay;
        }
        catch (UnansweredException lost)
        {
            throw new CommandFailedException($"{lost.Message}; {HowToResume(keys)}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new CommandFailedException($"stopped; {HowToResume(keys)}");
        }
    }

    /// <summary>How far a replay is.</summary>
    internal static ProgressState Progress(BidFile file, ReplayCounts counts) => new(
        counts.BidsAnswered,
        $"replay: {counts.BidsAnswered} of {file.BidCount} bids, {counts.AuctionsClosed} of {file.Auctions.Count} " +
        $"auctions, {counts.Retries.Total} retries",
        counts.Retries.Total is > 0 and var retries ? $"bids ({retries} retries)" : "bids");

    private static string HowToResume(RunKeys keys) => $"the same command again resumes run {keys.Run}.";
}
