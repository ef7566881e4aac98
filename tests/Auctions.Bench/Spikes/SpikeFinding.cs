using Auctions.Measuring;

namespace Auctions.Bench.Spikes;

/// <summary>How a spike went.</summary>
/// <param name="Contestant">Whose; it has the results and what was stored wrongly.</param>
/// <param name="PeakRate">The peak that it was made from.</param>
/// <param name="ClosesAfter">The common end, from the start of the load.</param>
/// <param name="HammerMilliseconds">By the journal: from the end in force to the hammer, of each auction.</param>
/// <param name="SeenMilliseconds">From the end until a page saw the auction closed, of each that was seen.</param>
internal sealed record SpikeFinding(
    Contestant Contestant,
    int PeakRate,
    TimeSpan ClosesAfter,
    IReadOnlyList<double> HammerMilliseconds,
    IReadOnlyList<double> SeenMilliseconds)
{
    public const double HammerMillisecondsMax = 1_000;

    public LoadResult Result => Contestant.Results[0];

    /// <summary>Bids per second in the burst.</summary>
    public int Rate => Contestant.Plan.Rate!.Value;

    public static int Auctions => Scenarios.LotsOf(Scenario.Spike);

    /// <summary>
    /// Whether everybody was answered soon enough in the burst: of all that was due, too, so that a bid that left only
    /// after the end, because something stood still, is none that was fast.
    /// </summary>
    public bool IsFast => Offering.Of(Rate, Result).Holds;

    /// <summary>Whether every hammer fell, and was seen to have fallen, soon enough.</summary>
    public bool IsPunctual => IsSoon(HammerMilliseconds) && IsSoon(SeenMilliseconds);

    /// <summary>Whether nobody was turned away, and everything was sent that was due.</summary>
    public bool IsComplete => Result.Total is { Unavailable: 0, Unsent: 0, Unknown: 0, ShutOut: 0 };

    private static bool IsSoon(IReadOnlyList<double> milliseconds) =>
        milliseconds.Count == Auctions && milliseconds.Max() <= HammerMillisecondsMax;
}
