using Auctions.Core;

namespace Auctions.Engine.Verification;

/// <summary>Something stored that cannot be right.</summary>
/// <param name="Auction">Where.</param>
/// <param name="Sequence">At which event; 0 if it is about the auction as a whole.</param>
/// <param name="Detail">What is wrong. No amount that a bidder offered is in it.</param>
public readonly record struct Fault(AuctionId Auction, long Sequence, string Detail);
