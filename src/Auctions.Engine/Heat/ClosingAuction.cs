using Auctions.Core;

namespace Auctions.Engine.Heat;

/// <summary>What a forecast has to know of an auction.</summary>
/// <param name="Id">Which.</param>
/// <param name="ClosesAt">When it closes, in Unix seconds.</param>
/// <param name="Watchers">Live feeds on it, in all processes; of one that no frame names, how many it may have.</param>
/// <param name="BidsPerSecond">Turns of bids a second of late, over <see cref="ClosingForecast.SlopeSeconds"/>.</param>
/// <param name="BidsPerSecondBefore">The same over as many seconds before those.</param>
public sealed record ClosingAuction(
    AuctionId Id, double ClosesAt, double Watchers, double BidsPerSecond, double BidsPerSecondBefore);
