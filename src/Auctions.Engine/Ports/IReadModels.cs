using Auctions.Core;

namespace Auctions.Engine.Ports;

/// <summary>
/// Lists, history and own bids: what is read beside the actors. It may lag, says so, and never blocks a bid.
/// </summary>
public interface IReadModels
{
    /// <summary>
    /// Auctions of all shards in the order of (end, id). A shard that cannot answer in time is named, not waited for.
    /// </summary>
    Task<AuctionPage> ListAsync(AuctionQuery query, CancellationToken cancellation);

    /// <summary>
    /// Accepted bids of an auction, newest first: those with a sequence below <paramref name="before"/>.
    /// </summary>
    Task<HistoryPage> HistoryAsync(AuctionId id, long? before, int limit, CancellationToken cancellation);

    /// <summary>
    /// The auctions a bidder has bids on, last bid first, own maxima included: for that bidder's eyes only.
    /// </summary>
    Task<OwnBidsPage> OwnBidsAsync(PersonId bidder, OwnBidsCursor? after, int limit, CancellationToken cancellation);

    /// <summary>The public names of people; one without a name is left out.</summary>
    Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellation);
}

/// <summary>The statuses a list can be filtered by, as clients see them.</summary>
public enum ListedStatus
{
    Upcoming,
    Open,
    Closing,
    Sold,
    Unsold,
    Cancelled,
    Paused,
}

/// <summary>Which auctions a list shows.</summary>
/// <param name="Status">Null: all.</param>
/// <param name="SellerName">A seller's public name; null: all.</param>
/// <param name="After">Where the page before ended; null: from the start.</param>
/// <param name="Limit">Most auctions of a page.</param>
/// <param name="Now">The time that decides upcoming, open and closing.</param>
public sealed record AuctionQuery(
    ListedStatus? Status, string? SellerName, DueAuction? After, int Limit, DateTimeOffset Now);

/// <summary>A page of auctions.</summary>
/// <param name="Items">In the order of (end, id).</param>
/// <param name="Next">Where the next page starts; null: this is the last.</param>
/// <param name="MissingShards">Shards that did not answer: their auctions are missing.</param>
public sealed record AuctionPage(
    IReadOnlyList<AuctionView> Items, DueAuction? Next, IReadOnlyList<int> MissingShards);

/// <summary>One bid of the public history. It has no place for a maximum.</summary>
public sealed record HistoryEntry(long Sequence, int BidderNumber, long Price, DateTimeOffset PlacedAt);

/// <summary>A page of history; <paramref name="Next"/> is the next page's "before", null on the last page.</summary>
public sealed record HistoryPage(IReadOnlyList<HistoryEntry> Items, long? Next);

/// <summary>A bidder's bids on one auction.</summary>
/// <param name="View">The auction, as listed.</param>
/// <param name="Maximum">The bidder's highest accepted maximum, in minor units.</param>
/// <param name="Bids">How many bids were accepted.</param>
/// <param name="BidderNumber">The bidder's public number there.</param>
/// <param name="LastSequence">Sequence of the last one.</param>
/// <param name="LastBidAt">Turn of the last one.</param>
public sealed record OwnBids(
    AuctionView View, long Maximum, int Bids, int BidderNumber, long LastSequence, DateTimeOffset LastBidAt);

/// <summary>Position in a bidder's own bids: the last bid's time and auction.</summary>
public readonly record struct OwnBidsCursor(DateTimeOffset LastBidAt, AuctionId Id);

/// <summary>A page of own bids.</summary>
/// <param name="Items">Last bid first.</param>
/// <param name="Next">Where the next page starts; null: this is the last.</param>
/// <param name="MissingShards">Shards whose newest bids may be missing.</param>
public sealed record OwnBidsPage(
    IReadOnlyList<OwnBids> Items, OwnBidsCursor? Next, IReadOnlyList<int> MissingShards);
