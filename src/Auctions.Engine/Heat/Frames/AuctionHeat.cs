namespace Auctions.Engine.Heat;

/// <summary>How hot one auction was during a frame.</summary>
public sealed class AuctionHeat
{
    public Guid Auction { get; init; }

    /// <summary>The slot its id falls into, see <see cref="Core.Slot"/>.</summary>
    public int Slot { get; init; }

    /// <summary>The shard it is written to; null: nobody who reports has it in memory.</summary>
    public int? Shard { get; set; }

    /// <summary>The process that has it in memory; the last one, if it moved. Null: nobody who reports has.</summary>
    public string? Process { get; set; }

    /// <summary>Bids decided and accepted, buy-it-now included, repeats not.</summary>
    public long Bids { get; set; }

    /// <summary>Bids refused by the rules.</summary>
    public long Refusals { get; set; }

    /// <summary>Bids turned away for want of room, or by the limit of a bidder.</summary>
    public long TurnedAway { get; set; }

    /// <summary>Bids sent again with a key that was known.</summary>
    public long Repeats { get; set; }

    /// <summary>
    /// How many turns it may have had beside those counted, for it was not among the hottest all the time: the error
    /// bound of Space-Saving.
    /// </summary>
    public long Error { get; set; }

    /// <summary>Most bids that were decided and not durable at once.</summary>
    public int QueueDepth { get; set; }

    /// <summary>Longest time from a decision until it was durable, in microseconds.</summary>
    public long FlushLagMicroseconds { get; set; }

    /// <summary>Live feeds at the end of the frame.</summary>
    public int Watchers { get; set; }

    /// <summary>Whether its closing became durable.</summary>
    public bool IsClosed { get; set; }

    public BidParts Parts { get; init; } = new();

    /// <summary>All turns of bids, whatever became of them: what is ranked by.</summary>
    public long Turns => Bids + Refusals + TurnedAway + Repeats;
}
