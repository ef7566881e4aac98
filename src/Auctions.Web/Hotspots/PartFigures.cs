using Auctions.Engine.Heat;

namespace Auctions.Web.Hotspots;

/// <summary>Percentiles of the parts of a bid's time, from histograms that were added up before.</summary>
internal static class PartFigures
{
    /// <summary>A percentile of fewer bids is chance.</summary>
    private const int SamplesLeast = 20;

    /// <summary>A part that grew to less than this explains nothing.</summary>
    private static readonly TimeSpan GrownLeast = TimeSpan.FromMilliseconds(1);

    /// <summary>The parts in the order in which a bid goes through them.</summary>
    private static readonly (string Name, Func<BidParts, DurationHistogram> Of)[] All =
    [
        ("edge", static parts => parts.Edge),
        ("call", static parts => parts.Call),
        ("queue", static parts => parts.Queue),
        ("decide", static parts => parts.Decide),
        ("commit", static parts => parts.Commit),
        ("reply", static parts => parts.Reply),
    ];

    public static HotspotParts Of(BidParts parts) => new()
    {
        Edge = Of(parts.Edge),
        Call = Of(parts.Call),
        Queue = Of(parts.Queue),
        Decide = Of(parts.Decide),
        Commit = Of(parts.Commit),
        Reply = Of(parts.Reply),
    };

    /// <summary>In milliseconds; null: nothing was timed.</summary>
    public static double? Quantile(DurationHistogram histogram, double share) =>
        histogram.Quantile(share) is { } time ? Math.Round(time.TotalMilliseconds, 3) : null;

    /// <summary>
    /// The part whose 99th percentile grew most, and more than twofold; null: none did, or too few bids were timed to
    /// tell.
    /// </summary>
    public static string? Grown(BidParts now, BidParts before)
    {
        string? grown = null;
        var most = TimeSpan.Zero;
        foreach (var (name, of) in All)
        {
            if (of(now) is { Count: >= SamplesLeast } late && of(before) is { Count: >= SamplesLeast } early &&
                late.Quantile(0.99) is { } to && early.Quantile(0.99) is { } from &&
                to >= GrownLeast && to > 2 * from && to - from > most)
            {
                (grown, most) = (name, to - from);
            }
        }

        return grown;
    }

    private static HotPart? Of(DurationHistogram part) => part.Count == 0
        ? null
        : new HotPart(Quantile(part, 0.5)!.Value, Quantile(part, 0.99)!.Value, part.Count);
}
