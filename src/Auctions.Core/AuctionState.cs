namespace Auctions.Core;

/// <summary>
/// An auction as its events left it, without the remembered keys (<see cref="BidMemory"/>). <see cref="Evolve"/> is the
/// only thing that changes it; folding the same events gives the same state, bit by bit. Money in minor units.
/// </summary>
public sealed class AuctionState
{
    public AuctionState(AuctionId id) => Id = id;

    public AuctionId Id { get; }

    /// <summary>Number of the last event; 0 before the auction is created.</summary>
    public long Sequence { get; internal set; }

    /// <summary>Time of the last event's turn; never falls.</summary>
    public DateTimeOffset At { get; internal set; }

    /// <summary>Null before the auction is created.</summary>
    public AuctionTerms? Terms { get; internal set; }

    public AuctionStatus Status { get; internal set; }

    /// <summary>The public price; 0 before the first bid.</summary>
    public long Price { get; internal set; }

    public int BidCount { get; internal set; }

    /// <summary>Bidders with an accepted bid; their public numbers are 1 to this.</summary>
    public int BidderCount { get; internal set; }

    /// <summary><see cref="PersonId.None"/> before the first bid.</summary>
    public PersonId Leader { get; internal set; }

    /// <summary>The leader's public number, as in "Bidder 3"; 0 before the first bid.</summary>
    public int LeaderNumber { get; internal set; }

    /// <summary>Hidden. The leader's proxy maximum.</summary>
    public long LeaderMaximum { get; internal set; }

    public PersonId Underbidder { get; internal set; }

    /// <summary>Hidden. The highest maximum of anyone who does not lead.</summary>
    public long UnderbidderMaximum { get; internal set; }

    /// <summary>Hidden. Null: none, or dropped.</summary>
    public long? Reserve { get; internal set; }

    /// <summary>
    /// Set by a bid, or while there is neither bid nor reserve; lowering a reserve under a bid does not set it.
    /// </summary>
    public bool ReserveMet { get; internal set; }

    /// <summary>Whether the lot can be bought at once.</summary>
    public bool BuyItNowOffered { get; internal set; }

    /// <summary>The end in force.</summary>
    public DateTimeOffset ClosesAt { get; internal set; }

    /// <summary>The hard end in force; a pause moves it.</summary>
    public DateTimeOffset? HardEnd { get; internal set; }

    /// <summary>How often a soft close moved the end.</summary>
    public int Extensions { get; internal set; }

    public DateTimeOffset PausedAt { get; internal set; }

    /// <summary>Who bought; <see cref="PersonId.None"/> unless sold.</summary>
    public PersonId Buyer { get; internal set; }

    public bool IsCreated => Terms is not null;

    /// <summary>Whether the hammer fell or the auction was withdrawn: nothing may follow.</summary>
    public bool IsEnded => Status is AuctionStatus.Sold or AuctionStatus.Unsold or AuctionStatus.Cancelled;

    /// <summary>The least a new bidder must offer.</summary>
    public long MinimumBid => BidCount == 0 ? Terms!.OpeningPrice : Price + Terms!.Increments.At(Price);

    /// <summary>An independent copy.</summary>
    public AuctionState Copy() => (AuctionState)MemberwiseClone();

    /// <summary>
    /// Why a bid stamped in time is refused, in this order; null if it is not. The order is public:
    /// the first reason wins.
    /// </summary>
    /// <param name="bidder">Who bids.</param>
    /// <param name="amount">The maximum offered.</param>
    /// <param name="stamp">When the bid arrived.</param>
    /// <param name="bidsMax">Most bids an auction may hold.</param>
    public Refusal? RefuseBid(PersonId bidder, long amount, DateTimeOffset stamp, int bidsMax) =>
        RefuseAnyBid(bidder, stamp, bidsMax) ?? RefuseAmount(bidder, amount);

    /// <summary>Why buy-it-now is refused, in this order; null if it is not.</summary>
    public Refusal? RefuseBuyNow(PersonId buyer, DateTimeOffset stamp, int bidsMax) =>
        RefuseAnyBid(buyer, stamp, bidsMax) ?? (BuyItNowOffered ? null : Refusal.BuyItNowUnavailable);

    /// <summary>Changes this state by one event.</summary>
    public void Evolve(AuctionEvent happened)
    {
        Sequence++;
        At = happened.At;
        switch (happened)
        {
            case AuctionCreated created:
                Terms = created.Terms;
                Status = AuctionStatus.Open;
                Reserve = created.Terms.Reserve;
                ReserveMet = created.Terms.Reserve is null;
                BuyItNowOffered = created.Terms.BuyItNow is not null;
                ClosesAt = created.Terms.ClosesAt;
                HardEnd = created.Terms.SoftClose?.HardEnd;
                break;
            case BidPlaced bid:
                EvolveBid(bid);
                break;
            case LotBoughtNow bought:
                EvolveBoughtNow(bought);
                break;
            case ReserveLowered lowered:
                Reserve = lowered.Reserve;
                ReserveMet = ReserveMet || (BidCount == 0 && lowered.Reserve is null);
                break;
            case EndExtended extended:
                ClosesAt = extended.ClosesAt;
                break;
            case AuctionPaused:
                Status = AuctionStatus.Paused;
                PausedAt = happened.At;
                break;
            case AuctionResumed resumed:
                Status = AuctionStatus.Open;
                HardEnd += resumed.ClosesAt - ClosesAt;
                ClosesAt = resumed.ClosesAt;
                break;
            case AuctionWithdrawn:
                Status = AuctionStatus.Cancelled;
                EndNow();
                break;
            case AuctionClosed closed:
                Status = closed.Buyer == PersonId.None ? AuctionStatus.Unsold : AuctionStatus.Sold;
                Buyer = closed.Buyer;
                EndNow();
                break;
            default:
                throw new InvalidOperationException($"State does not know the event {happened.GetType().Name}.");
        }
    }

    private Refusal? RefuseAnyBid(PersonId bidder, DateTimeOffset stamp, int bidsMax)
    {
        if (bidder == Terms!.Seller) return Refusal.OwnAuction;
        if (Status == AuctionStatus.Cancelled) return Refusal.Cancelled;
        if (IsEnded) return Refusal.Closed;
        if (Status == AuctionStatus.Paused) return Refusal.Paused;
        if (stamp < Terms.OpensAt) return Refusal.NotOpen;
        if (BidCount >= bidsMax) return Refusal.AuctionFull;
        return null;
    }

    private Refusal? RefuseAmount(PersonId bidder, long amount)
    {
        if (bidder == Leader) return amount > LeaderMaximum ? null : Refusal.NotAboveOwnMaximum;
        return amount < MinimumBid ? Refusal.BelowMinimum : null;
    }

    private void EvolveBid(BidPlaced bid)
    {
        if (!bid.Leads)
        {
            // It offers more than any underbidder before: it is above the price, and the price not below those.
            Underbidder = bid.Bidder;
            UnderbidderMaximum = bid.Amount;
        }
        else
        {
            TakeLead(bid.Bidder, bid.BidderNumber, bid.Amount);
        }

        BidCount++;
        BidderCount = Math.Max(BidderCount, bid.BidderNumber);
        Price = bid.Price;
        ReserveMet = bid.ReserveMet;
        BuyItNowOffered = BuyItNowOffered && !ReserveMet; // Without a reserve any bid counts as meeting it.
        if (bid.ClosesAt is { } moved)
        {
            ClosesAt = moved;
            Extensions++;
        }
    }

    private void EvolveBoughtNow(LotBoughtNow bought)
    {
        TakeLead(bought.Bidder, bought.BidderNumber, bought.Price);
        BidCount++;
        BidderCount = Math.Max(BidderCount, bought.BidderNumber);
        Price = bought.Price;
        ReserveMet = true;
    }

    // The former leader, if there is one, underbids: of equal maxima that one is the earlier.
    private void TakeLead(PersonId bidder, int number, long maximum)
    {
        if (bidder != Leader)
        {
            Underbidder = Leader;
            UnderbidderMaximum = LeaderMaximum;
        }

        Leader = bidder;
        LeaderNumber = number;
        LeaderMaximum = maximum;
    }

    private void EndNow()
    {
        BuyItNowOffered = false;
        ClosesAt = Instant.Earlier(At, ClosesAt);
    }
}
