using Auctions.Measuring;

namespace Auctions.Bench.Peaks;

/// <summary>The highest rate that a contestant bears, and how it bears it.</summary>
/// <param name="Contestant">Whose; its problems are those of all runs.</param>
/// <param name="Peak">The rate, as full runs confirmed it.</param>
/// <param name="AtPeak">The runs at it.</param>
/// <param name="AtHalf">The runs at half of it; null: there were none.</param>
/// <param name="Tries">What was tried for a moment, in this order.</param>
internal sealed record PeakFinding(
    Contestant Contestant,
    Offering Peak,
    Contestant AtPeak,
    Contestant? AtHalf,
    IReadOnlyList<Offering> Tries)
{
    /// <summary>How it bears half the rate; null: it was not asked.</summary>
    public Offering? Half => AtHalf is { Plan.Rate: { } rate } ? Offering.Of(rate, AtHalf.Results) : null;
}
