namespace Auctions.Engine.Heat;

/// <summary>
/// What <see cref="ClosingForecast"/> assumes of bidders. <c>scripts/bench scaling</c> tries others.
/// </summary>
/// <param name="BidsPerWatcherAtEnd">
/// In the last moment each watcher bids once in 20 seconds. In bids/s per live feed.
/// </param>
/// <param name="RampSeconds">
/// What is above the usual comes in the last moments, and is e times less for each so many seconds before the closing.
/// </param>
/// <param name="GrowthMax">A slope carries on to the end, but to no more than this multiple.</param>
/// <param name="BidsAtAnyEnd">
/// Bids/s in the last moment on an auction of which nothing is known: as many as there were in the last 15 seconds of
/// 479 auctions of eBay (Jank and Shmueli, Modeling Online Auctions, 2010).
/// </param>
public sealed record ClosingAssumptions(
    double BidsPerWatcherAtEnd = 0.05, double RampSeconds = 30, double GrowthMax = 3, double BidsAtAnyEnd = 0.01)
{
    public static readonly ClosingAssumptions Default = new();
}
