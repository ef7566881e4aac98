namespace Auctions.Core;

/// <summary>
/// What happened to an auction. This is the storage format, kept for years: add members and events, never change or
/// remove one. Events carry what was decided, so that a later change of the rules never changes the past.
/// </summary>
/// <param name="At">Time of the turn; never falls within an auction.</param>
public abstract record AuctionEvent(DateTimeOffset At);

/// <summary>The auction exists. Always the first event.</summary>
public sealed record AuctionCreated(DateTimeOffset At, AuctionTerms Terms) : AuctionEvent(At);

/// <summary>A bid was accepted. One accepted bid is one event, the extension it caused included.</summary>
/// <param name="At">Time of the turn.</param>
/// <param name="Stamp">Arrival at the edge; decides in time or late, nothing else. Free to vary.</param>
/// <param name="Bidder">Who bid.</param>
/// <param name="BidderNumber">The bidder's public number in this auction, from 1 in order of first accepted
///   bids.</param>
/// <param name="Key">The idempotency key, hashed.</param>
/// <param name="Amount">Hidden: the maximum, in minor units.</param>
/// <param name="Price">Public price after the bid.</param>
/// <param name="Leads">Whether the bidder leads after the bid.</param>
/// <param name="ReserveMet">Whether the reserve is met after the bid.</param>
/// <param name="ClosesAt">The new end, if the bid moved it.</param>
public sealed record BidPlaced(
    DateTimeOffset At,
    DateTimeOffset Stamp,
    PersonId Bidder,
    int BidderNumber,
    BidKey Key,
    long Amount,
    long Price,
    bool Leads,
    bool ReserveMet,
    DateTimeOffset? ClosesAt) : AuctionEvent(At);

/// <summary>
/// The lot was bought at the buy-it-now price. <see cref="AuctionClosed"/> follows in the same decision.
/// </summary>
public sealed record LotBoughtNow(
    DateTimeOffset At,
    DateTimeOffset Stamp,
    PersonId Bidder,
    int BidderNumber,
    BidKey Key,
    long Price) : AuctionEvent(At);

/// <summary>The seller lowered the reserve; null: dropped it.</summary>
public sealed record ReserveLowered(DateTimeOffset At, long? Reserve) : AuctionEvent(At);

/// <summary>Why the end was moved other than by a bid. The numbers are stored: add, never change.</summary>
public enum ExtensionCause
{
    /// <summary>An operator asked for it.</summary>
    Operator = 1,

    /// <summary>The end lay in an outage of the auction's shard.</summary>
    Outage = 2,

    /// <summary>
    /// The activation before this one ended uncleanly just before the hammer; bidders get time to retry.
    /// </summary>
    UncleanHandover = 3,
}

/// <summary>The end moved to a later time.</summary>
/// <param name="At">Time of the turn.</param>
/// <param name="ClosesAt">The new end.</param>
/// <param name="Cause">Why.</param>
/// <param name="By">The operator, or <see cref="PersonId.None"/>.</param>
public sealed record EndExtended(DateTimeOffset At, DateTimeOffset ClosesAt, ExtensionCause Cause, PersonId By)
    : AuctionEvent(At);

/// <summary>An operator stopped the clock.</summary>
public sealed record AuctionPaused(DateTimeOffset At, PersonId By) : AuctionEvent(At);

/// <summary>An operator started the clock again; the end moved by the pause.</summary>
public sealed record AuctionResumed(DateTimeOffset At, DateTimeOffset ClosesAt, PersonId By) : AuctionEvent(At);

/// <summary>The lot was withdrawn. Nothing may follow.</summary>
public sealed record AuctionWithdrawn(DateTimeOffset At, PersonId By, string Reason) : AuctionEvent(At);

/// <summary>What made the hammer fall. The numbers are stored: add, never change.</summary>
public enum ClosingCause
{
    /// <summary>The end passed, and the drain after it.</summary>
    Hammer = 1,

    /// <summary>An operator closed the auction.</summary>
    Operator = 2,

    /// <summary>Somebody bought at once.</summary>
    BuyItNow = 3,
}

/// <summary>The hammer fell. Nothing may follow.</summary>
/// <param name="At">Time of the turn.</param>
/// <param name="Cause">What made it fall.</param>
/// <param name="Buyer">Who bought; <see cref="PersonId.None"/>: nobody.</param>
/// <param name="Price">The hammer price; 0 if nobody bought.</param>
/// <param name="By">The operator, or <see cref="PersonId.None"/>.</param>
public sealed record AuctionClosed(DateTimeOffset At, ClosingCause Cause, PersonId Buyer, long Price, PersonId By)
    : AuctionEvent(At);
