namespace Auctions.Chaos.Recordings;

/// <summary>One sending of a bid, and its answer. Small: a run has hundreds of thousands.</summary>
internal struct Sending
{
    /// <summary>Number of the auction.</summary>
    public int Lot;

    /// <summary>Number of the bidder, whose name is made of it.</summary>
    public int Bidder;

    /// <summary>Number of the idempotency key, which is made of it; unique in the run.</summary>
    public long Key;

    public long Amount;

    /// <summary>When it left the client, see <see cref="StageTime"/>.</summary>
    public long SentAt;

    /// <summary>When the client had read the answer; 0: it has none.</summary>
    public long AnsweredAt;

    /// <summary>
    /// What an accepted bid was told; of a refused one the price and the minimum bid, if it was told.
    /// </summary>
    public Guid BidId;

    public long Sequence;

    public long? Price;

    public long? MinimumBid;

    public DateTime ClosesAt;

    public Told Told;

    public bool Leads;

    public bool ReserveMet;

    public bool Replayed;
}
