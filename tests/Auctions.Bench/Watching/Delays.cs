using System.Diagnostics;
using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>How long something took, many times.</summary>
internal sealed record Delays(long Count, long P50Microseconds, long P99Microseconds, long MaxMicroseconds)
{
    // With more it is no matter of chance any more, and takes seconds to count.
    private const long SeenMost = 10_000_000;

    public static Delays Of(Histogram times) =>
        new(times.Count, times.Percentile(50), times.Percentile(99), times.Max);

    /// <summary>
    /// From when a bidder was told that a bid is accepted until a watcher was shown a view with it, or one after it. A
    /// watcher may be faster than the bidder, which counts as no time. Where there are very many, only every so
    /// many-th bid is looked at.
    /// </summary>
    /// <param name="watchers">Who watched; what they were never shown is left out.</param>
    /// <param name="bids">Each bid's sequence and the timestamp when its bidder was told.</param>
    public static Delays UntilSeen(
        IReadOnlyCollection<WatcherTally> watchers, IEnumerable<(long Sequence, long At)> bids)
    {
        var sorted = bids.OrderBy(bid => bid.Sequence).ToArray();
        var every = (int)Math.Max(1, (long)sorted.Length * watchers.Count / SeenMost);
        var times = new Histogram();
        foreach (var watcher in watchers)
        {
            var at = 0;
            foreach (var view in watcher.Views)
            {
                for (; at < sorted.Length && sorted[at].Sequence <= view.Sequence; at += every)
                {
                    times.Record(Microseconds(sorted[at].At, view.At));
                }
            }
        }

        return Of(times);
    }

    /// <summary>From a timestamp until each watcher was shown how the auction ended; who was not is left out.</summary>
    public static Delays UntilFinal(IEnumerable<WatcherTally> watchers, long from)
    {
        var times = new Histogram();
        foreach (var watcher in watchers.Where(watcher => watcher.Final is not null))
        {
            times.Record(Microseconds(from, watcher.Views[^1].At));
        }

        return Of(times);
    }

    public override string ToString() =>
        $"p50 {P50Microseconds / 1e3:N0} ms, p99 {P99Microseconds / 1e3:N0} ms, max {MaxMicroseconds / 1e3:N0} ms";

    private static long Microseconds(long from, long until) =>
        Math.Max(0, (long)Stopwatch.GetElapsedTime(from, until).TotalMicroseconds);
}
