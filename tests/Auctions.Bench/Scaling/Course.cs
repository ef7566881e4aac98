namespace Auctions.Bench.Scaling;

/// <summary>An evening as it can be scaled for: bids of every second, and what was expected at every look.</summary>
/// <param name="Bids">By second.</param>
/// <param name="Expected">Bids/s, by look; the first at the beginning.</param>
internal sealed record Course(IReadOnlyList<int> Bids, IReadOnlyList<double> Expected);
