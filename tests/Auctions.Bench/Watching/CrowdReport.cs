using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>Everybody watches.</summary>
/// <param name="Watchers">How many.</param>
/// <param name="Seconds">How long it took until each was shown a view.</param>
internal sealed record CrowdJoined(int Watchers, double Seconds);

/// <summary>An ending that watchers were shown.</summary>
/// <param name="View">The final view.</param>
/// <param name="Watchers">How many were shown that one.</param>
internal sealed record ShownFinal(FinalView View, int Watchers);

/// <summary>What watchers came to that did not read for a while.</summary>
/// <param name="Watchers">How many.</param>
/// <param name="StaleLeast">Fewest stale views that one was shown after that.</param>
/// <param name="StaleMedian">At the median.</param>
/// <param name="StaleMost">Most.</param>
/// <param name="CaughtUpMillisecondsMost">Longest from reading again to a view that was none of them.</param>
internal sealed record SlowReport(
    int Watchers, int StaleLeast, double StaleMedian, int StaleMost, double CaughtUpMillisecondsMost);

/// <summary>What all watchers of an auction were shown.</summary>
/// <param name="Watchers">How many they are.</param>
/// <param name="Views">Views in all.</param>
/// <param name="ViewsLeast">Fewest that one of them was shown.</param>
/// <param name="ViewsMost">Most.</param>
/// <param name="Fell">Of how many the sequence fell.</param>
/// <param name="ShortGaps">Views that followed another one too soon.</param>
/// <param name="ShortestGapMilliseconds">The shortest time between two views; null: nobody was shown two.</param>
/// <param name="Breaks">Connections that ended before the auction did.</param>
/// <param name="Finals">The endings that were shown, each once.</param>
/// <param name="UntilSeen">From when a bidder was told of a bid until a watcher who always reads was shown it.</param>
/// <param name="UntilFinal">From the end until a watcher was shown how the auction ended.</param>
/// <param name="Slow">Of those that did not read for a while; null: there are none.</param>
/// <param name="Returns">How they would come back; null: no connection ended.</param>
/// <param name="CpuSeconds">Processor time of their process.</param>
internal sealed record CrowdReport(
    int Watchers,
    long Views,
    int ViewsLeast,
    int ViewsMost,
    int Fell,
    long ShortGaps,
    double? ShortestGapMilliseconds,
    long Breaks,
    IReadOnlyList<ShownFinal> Finals,
    Delays UntilSeen,
    Delays UntilFinal,
    SlowReport? Slow,
    ReturnSpread? Returns,
    double CpuSeconds)
{
    /// <summary>What they came to.</summary>
    /// <param name="watchers">All of them, at least one.</param>
    /// <param name="bids">Each bid's sequence and the timestamp when its bidder was told.</param>
    /// <param name="end">Timestamp of the auction's end.</param>
    public static CrowdReport Of(
        IReadOnlyList<WatcherTally> watchers, IEnumerable<(long Sequence, long At)> bids, long end) => new(
        watchers.Count,
        watchers.Sum(watcher => (long)watcher.Views.Count),
        watchers.Min(watcher => watcher.Views.Count),
        watchers.Max(watcher => watcher.Views.Count),
        watchers.Count(watcher => watcher.Falls > 0),
        watchers.Sum(watcher => (long)watcher.ShortGaps),
        watchers.Min(watcher => watcher.ShortestGap)?.TotalMilliseconds,
        watchers.Sum(watcher => (long)watcher.Breaks),
        [
            .. watchers.Where(watcher => watcher.Final is not null)
                .CountBy(watcher => watcher.Final!)
                .Select(final => new ShownFinal(final.Key, final.Value)),
        ],
        Delays.UntilSeen([.. watchers.Where(watcher => !watcher.IsSlow)], bids),
        Delays.UntilFinal(watchers, end),
        Slowness([.. watchers.Where(watcher => watcher.CaughtUpAfter is not null)]),
        ReturnSpread.Of(watchers),
        Environment.CpuUsage.TotalTime.TotalSeconds);

    private static SlowReport? Slowness(IReadOnlyList<WatcherTally> slow) => slow.Count == 0
        ? null
        : new SlowReport(
            slow.Count,
            slow.Min(watcher => watcher.StaleViews),
            Statistics.Median(slow.Select(watcher => (double)watcher.StaleViews)),
            slow.Max(watcher => watcher.StaleViews),
            slow.Max(watcher => watcher.CaughtUpAfter!.Value.TotalMilliseconds));

    /// <summary>
    /// What is wrong: not everybody was shown the right ending, or somebody was shown something older than before.
    /// </summary>
    /// <param name="truth">How the auction ended.</param>
    public IEnumerable<string> ProblemsBy(FinalView truth)
    {
        foreach (var (view, watchers) in Finals.Where(final => final.View != truth))
        {
            yield return $"{watchers:N0} watchers were shown {view} as the end, which is {truth}";
        }

        if (Finals.Sum(final => final.Watchers) is var shown && shown != Watchers)
        {
            yield return $"{Watchers - shown:N0} of {Watchers:N0} watchers were not shown the end";
        }

        if (Fell > 0)
        {
            yield return $"{Fell:N0} watchers were shown a view that is older than the one before";
        }
    }
}
