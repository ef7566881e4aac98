using Auctions.Core;

namespace Auctions.Storage.ReadModels;

/// <summary>A bidder's bids on one auction, as the read model keeps them.</summary>
internal readonly record struct OwnBidsRow(
    AuctionId Id, long Maximum, int Bids, int BidderNumber, long LastSequence, DateTimeOffset LastBidAt)
{
    /// <summary>This and what came after it.</summary>
    public OwnBidsRow Then(OwnBidsRow later) => later.LastSequence <= LastSequence
        ? this
        : later with { Maximum = Math.Max(Maximum, later.Maximum), Bids = Bids + later.Bids };
}
