namespace Auctions.Core;

/// <summary>
/// What anyone may see of an auction at one sequence. It has no place for a maximum, a reserve or a pseudonym of a
/// bidder, so none can leak. Money in minor units of <see cref="Currency"/>.
/// </summary>
public sealed record AuctionView(
    AuctionId Id,
    long Sequence,
    PersonId Seller,
    string Title,
    string Currency,
    AuctionFormat Format,
    AuctionStatus Status,
    long? Price,
    int BidCount,
    int? LeaderNumber,
    long? MinimumBid,
    bool ReserveMet,
    long? BuyItNow,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    int Extensions)
{
    /// <summary>The public part of a created auction's state.</summary>
    public static AuctionView Of(AuctionState state)
    {
        var terms = state.Terms!;
        var hasBid = state.BidCount > 0;
        return new AuctionView(
            state.Id,
            state.Sequence,
            terms.Seller,
            terms.Title,
            terms.Currency,
            terms.Format,
            state.Status,
            hasBid ? state.Price : null,
            state.BidCount,
            hasBid ? state.LeaderNumber : null,
            state.IsEnded ? null : state.MinimumBid,
            state.ReserveMet,
            state.BuyItNowOffered ? terms.BuyItNow : null,
            terms.OpensAt,
            state.ClosesAt,
            state.Extensions);
    }

    /// <summary>Whether the auction ended; no view follows.</summary>
    public bool IsFinal => Status is AuctionStatus.Sold or AuctionStatus.Unsold or AuctionStatus.Cancelled;

    /// <summary>The status clients see: upcoming, open, closing, paused, sold, unsold or cancelled.</summary>
    /// <param name="now">By the shard's clock.</param>
    public string StatusAt(DateTimeOffset now) => Status switch
    {
        AuctionStatus.Open => now < OpensAt ? "upcoming" : now < ClosesAt ? "open" : "closing",
        AuctionStatus.Paused => "paused",
        AuctionStatus.Sold => "sold",
        AuctionStatus.Unsold => "unsold",
        AuctionStatus.Cancelled => "cancelled",
    };
}
