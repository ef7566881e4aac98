namespace Auctions.Bench.Scaling;

/// <summary>The auctions of some hours, and the bids on them.</summary>
/// <param name="Seconds">How long it is.</param>
/// <param name="Background">Bids a second on what does not close, to be expected.</param>
/// <param name="BackgroundWatchers">Live feeds on what does not close.</param>
/// <param name="Lots">What closes.</param>
internal sealed record Evening(int Seconds, double Background, int BackgroundWatchers, IReadOnlyList<Lot> Lots);
