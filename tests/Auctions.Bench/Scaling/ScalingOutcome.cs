namespace Auctions.Bench.Scaling;

/// <summary>How an evening went.</summary>
/// <param name="OverloadSeconds">Seconds with more bids than the ready silos bear.</param>
/// <param name="OverloadBids">Bids of those seconds beyond what they bear.</param>
/// <param name="SiloHours">What it cost.</param>
internal readonly record struct ScalingOutcome(int OverloadSeconds, long OverloadBids, double SiloHours)
{
    public static ScalingOutcome operator +(ScalingOutcome one, ScalingOutcome other) => new(
        one.OverloadSeconds + other.OverloadSeconds,
        one.OverloadBids + other.OverloadBids,
        one.SiloHours + other.SiloHours);
}
