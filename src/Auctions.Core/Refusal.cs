namespace Auctions.Core;

/// <summary>Why the rules refuse a command. Each has one public code; see the HTTP reference.</summary>
public enum Refusal
{
    UnknownAuction,
    IdempotencyKeyReused,
    OwnAuction,
    Cancelled,
    Closed,
    Paused,
    NotOpen,
    AuctionFull,
    NotAboveOwnMaximum,
    BelowMinimum,
    BuyItNowUnavailable,

    /// <summary>Only the seller of the lot may do this.</summary>
    NotSeller,

    /// <summary>A seller cannot withdraw a lot that has bids.</summary>
    HasBids,

    /// <summary>A reserve can only be lowered.</summary>
    ReserveNotLower,

    /// <summary>The end can only be moved to a later time.</summary>
    EndNotLater,
}
