namespace Auctions.Bench.Scaling;

/// <summary>An auction of a made-up evening. Times are seconds from its beginning.</summary>
internal sealed class Lot
{
    /// <summary>When it is to end at first.</summary>
    public required double ClosesAt { get; init; }

    /// <summary>Bids a second in the last moment.</summary>
    public required double BidsAtEnd { get; init; }

    /// <summary>Live feeds in the last moment.</summary>
    public required double WatchersAtEnd { get; init; }

    /// <summary>How early its bidders come: 1 as in the data, less is later.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>When it is extended by a late bid, and to when: the earliest first.</summary>
    public IReadOnlyList<(double At, double Until)> Extensions { get; init; } = [];

    /// <summary>When a crowd comes that nothing told of; null: none does.</summary>
    public double? SurpriseAt { get; init; }

    /// <summary>Bids a second of that crowd at its most.</summary>
    public double SurpriseBids { get; init; }

    /// <summary>When it ends in fact.</summary>
    public double EndsAt => Extensions.Count == 0 ? ClosesAt : Extensions[^1].Until;

    /// <summary>From when on it has bids of its own; before it is part of the background.</summary>
    public double From => Math.Min(ClosesAt - LastSeconds, SurpriseAt ?? double.MaxValue);

    private static double LastSeconds => 900;

    // Somebody hears of it, tells others, and most have seen enough soon.
    private const double SurpriseRise = 20, SurpriseFall = 180;

    // Half of the crowd of the end is there so long before it.
    private const double GatherSeconds = 240;

    /// <summary>The end that is known at a time.</summary>
    public double KnownEnd(double at)
    {
        var end = ClosesAt;
        foreach (var (since, until) in Extensions)
        {
            end = at >= since ? until : end;
        }

        return end;
    }

    /// <summary>Bids a second to be expected at a time.</summary>
    public double BidsAt(double at)
    {
        if (at >= EndsAt)
        {
            return 0;
        }

        // With every extension some give up.
        var extended = Extensions.Count(one => at >= one.At);
        return (BidsAtEnd * Math.Pow(0.9, extended) * LastMinutes.At((KnownEnd(at) - at) / Pace)) + SurpriseAtTime(at);
    }

    /// <summary>Live feeds at a time.</summary>
    public double WatchersAt(double at) => at >= EndsAt ? 0
        : (WatchersAtEnd / (1 + ((KnownEnd(at) - at) / GatherSeconds))) + (SurpriseAtTime(at - 10) * 5);

    private double SurpriseAtTime(double at) => SurpriseAt is not { } since || at < since || at >= EndsAt ? 0
        : SurpriseBids * (at < since + SurpriseRise
            ? (at - since) / SurpriseRise
            : Math.Exp(-(at - since - SurpriseRise) / SurpriseFall));
}
