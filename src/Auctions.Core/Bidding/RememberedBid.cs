namespace Auctions.Core;

/// <summary>Where a bidder stands after an accepted bid. The numbers are stored: add, never change.</summary>
public enum BidStatus : byte
{
    Leading = 1,
    Outbid = 2,
    Won = 3,
}

/// <summary>An accepted key with its first answer: kept for the auction's life, so that a repeat gets the same answer.</summary>
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

    public DateTimeOffset At => new(AtTicks, TimeSpan.Zero);

    public DateTimeOffset ClosesAt => new(ClosesAtTicks, TimeSpan.Zero);
}
