using Spectre.Console;

namespace Auctions.Cli.Replay;

/// <summary>Shows how far a replay is, on standard error: a bar on a terminal, else a line now and then.</summary>
internal static class ReplayProgress
{
    /// <summary>Time between two lines.</summary>
    public static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Shows progress until <paramref name="work"/> ends, however it ends.</summary>
    public static Task ShowAsync(Task work, BidFile file, ReplayCounts counts, CommandContext context) =>
        context.ErrorIsTerminal
            ? ShowBarAsync(work, file, counts, context)
            : ShowLinesAsync(work, file, counts, context);

    private static async Task ShowLinesAsync(Task work, BidFile file, ReplayCounts counts, CommandContext context)
    {
        while (!await EndsWithinAsync(work, LineInterval, context.Time))
        {
            context.Error.WriteLine(
                $"replay: {counts.BidsAnswered} of {file.BidCount} bids, " +
                $"{counts.AuctionsClosed} of {file.Auctions.Count} auctions, {counts.Retries.Total} retries");
        }
    }

    private static async Task ShowBarAsync(Task work, BidFile file, ReplayCounts counts, CommandContext context)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Error) });
        await console.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var bar = progress.AddTask("bids", maxValue: file.BidCount);
            while (!await EndsWithinAsync(work, BarInterval, context.Time))
            {
                bar.Value = counts.BidsAnswered;
                bar.Description = counts.Retries.Total is > 0 and var retries ? $"bids ({retries} retries)" : "bids";
            }
        });
    }

    private static async Task<bool> EndsWithinAsync(Task work, TimeSpan interval, TimeProvider time)
    {
        using var ended = new CancellationTokenSource();
        var pause = Task.Delay(interval, time, ended.Token);
        await Task.WhenAny(work, pause);
        await ended.CancelAsync();
        return work.IsCompleted;
    }
}
