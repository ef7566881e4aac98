using Auctions.Core;

namespace Auctions.Engine.Ports;

/// <summary>
/// Lists, history and own bids: what is read beside the actors. It may lag, says so, and never blocks a bid.
/// </summary>
public interface IReadModels
{
    /// <summary>
    /// How far lists and history may lag while all is well. Zero: they hold whatever was durable when they were read.
    /// </summary>
    TimeSpan LagMax { get; }

    /// <summary>
    /// Auctions of all shards in the order of (end, id). A shard that cannot answer in time is named, not waited for.
    /// </summary>
    Task<AuctionPage> ListAsync(AuctionQuery query, CancellationToken cancellation);

    /// <summary>Accepted bids of an auction, newest first.</summary>
    Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellation);

    /// <summary>
    /// The auctions a bidder has bids on, last bid first, own maxima included: for that bidder's eyes only.
    /// </summary>
    Task<OwnBidsPage> OwnBidsAsync(PersonId bidder, OwnBidsCursor? after, int limit, CancellationToken cancellation);

    /// <summary>
    /// The same of one auction: one item or none, with every bid of the bidder that was durable when it was asked for.
    /// </summary>
    Task<OwnBidsPage> OwnBidsOnAsync(PersonId bidder, AuctionId auction, CancellationToken cancellation);

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
/// <param name="Search">What titles have to hold; null: whatever.</param>
public sealed record AuctionQuery(
    ListedStatus? Status,
    string? SellerName,
    DueAuction? After,
    int Limit,
    DateTimeOffset Now,
    TitleSearch? Search = null);

/// <summary>A page of auctions.</summary>
/// <param name="Items">In the order of (end, id). A search may find fewer than asked for, though there is more.</param>
/// <param name="Next">Where the next page starts; null: this is the last.</param>
/// <param name="MissingShards">Shards that did not answer: their auctions are missing.</param>
/// <param name="AsOf">What was durable by this moment is taken into account, on every shard that answered.</param>
public sealed record AuctionPage(
    IReadOnlyList<AuctionView> Items, DueAuction? Next, IReadOnlyList<int> MissingShards, DateTimeOffset AsOf);

/// <summary>Which bids of an auction a page of history shows, and how new it has to be.</summary>
/// <param name="Id">The auction.</param>
/// <param name="Before">Only bids with a sequence below this; null: from the newest on.</param>
/// <param name="Limit">Most bids of a page.</param>
/// <param name="After">At least as new as this sequence, or <see cref="HistoryPage.IsBehind"/>.</param>
/// <param name="Own">
/// Sequence of the last bid that the asker is known to have placed there: wanted wherever it can be had, and no reason
/// to show nothing. 0: none.
/// </param>
public sealed record HistoryQuery(AuctionId Id, long? Before, int Limit, long After = 0, long Own = 0);

/// <summary>One bid of the public history. It has no place for a maximum.</summary>
public sealed record HistoryEntry(long Sequence, int BidderNumber, long Price, DateTimeOffset PlacedAt);

/// <summary>A page of history.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">The next page's "before"; null: this is the last.</param>
/// <param name="AsOf">Every bid that was durable by this moment is taken into account.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryEntry> Items, long? Next, DateTimeOffset AsOf)
{
    /// <summary>Nobody who could be asked is as new as wanted; there is nothing on this page.</summary>
    public bool IsBehind { get; init; }
}

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
