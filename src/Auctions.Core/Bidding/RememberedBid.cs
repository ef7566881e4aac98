namespace Auctions.Core;

/// <summary>Where a bidder stands after an accepted bid. The numbers are stored: add, never change.</summary>
public enum BidStatus : byte
{
    Leading = 1,
    Outbid = 2,
    Won = 3,
}

/// <summary>
/// An accepted key with its first answer: kept for the auction's life, so that a repeat gets the same answer.
/// </summary>
/// <param name="Key">The key, hashed.</param>
/// <param name="Sequence">Number of the bid's own event.</param>
/// <param name="Amount">Hidden: the maximum, in minor units.</param>
/// <param name="Price">Public price after the bid.</param>
/// <param name="AtTicks">Turn of the bid, UTC ticks of 100 ns.</param>
/// <param name="ClosesAtTicks">End in force after the bid, UTC ticks of 100 ns.</param>
/// <param name="Status">Where the bidder stood.</param>
/// <param name="ReserveMet">Whether the reserve was met.</param>
public readonly record struct RememberedBid(
    BidKey Key,
    long Sequence,
    long Amount,
    long Price,
    long AtTicks,
    long ClosesAtTicks,
    BidStatus Status,
    bool ReserveMet)
{
    /// <summary>Whether this came from buy-it-now, which has no amount of its own.</summary>
    public bool IsBuyNow => Status == BidStatus.Won;

    /// <summary>What is to be remembered of an event; false if nothing is.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="after">The auction's state after it.</param>
    /// <param name="bidder">Who bid.</param>
    /// <param name="bid">The key with its first answer.</param>
    public static bool TryOf(AuctionEvent happened, AuctionState after, out PersonId bidder, out RememberedBid bid)
    {
        switch (happened)
        {
            case BidPlaced placed:
                bidder = placed.Bidder;
                var status = placed.Leads ? BidStatus.Leading : BidStatus.Outbid;
                bid = Of(after, placed.Key, placed.Amount, status, after.ClosesAt);
                return true;
            case LotBoughtNow bought:
                // The closing follows in the same decision and ends the auction at this very turn, if not before.
                bidder = bought.Bidder;
                var end = Instant.Earlier(bought.At, after.ClosesAt);
                bid = Of(after, bought.Key, bought.Price, BidStatus.Won, end);
                return true;
            default:
                bidder = PersonId.None;
                bid = default;
                return false;
        }
    }

    public DateTimeOffset At => new(AtTicks, TimeSpan.Zero);

    public DateTimeOffset ClosesAt => new(ClosesAtTicks, TimeSpan.Zero);

    private static RememberedBid Of(
        AuctionState after, BidKey key, long amount, BidStatus status, DateTimeOffset closesAt) => new(
        key, after.Sequence, amount, after.Price, after.At.UtcTicks, closesAt.UtcTicks, status, after.ReserveMet);
}
