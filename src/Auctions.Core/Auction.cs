namespace Auctions.Core;

/// <summary>
/// One auction: <see cref="Decide"/> says what a command does, <see cref="Evolve"/> does it. No clock, no I/O, no
/// chance: the same commands in the same turns give the same events, and the same events the same auction.
/// </summary>
public sealed class Auction(AuctionState state, BidMemory bids)
{
    public Auction(AuctionId id)
        : this(new AuctionState(id), new BidMemory())
    {
    }

    public AuctionState State { get; } = state;

    public BidMemory Bids { get; } = bids;

    /// <summary>
    /// Decides a command without changing anything. Repeats are answered first, then refusals in a fixed order.
    /// </summary>
    public Decision Decide(AuctionCommand command, Turn turn) => command switch
    {
        CreateAuction create => State.IsCreated
            ? Decision.Unchanged
            : Decision.Accept(new AuctionCreated(At(turn), create.Terms)),
        _ when !State.IsCreated => Decision.Refuse(Refusal.UnknownAuction),
        KeyedCommand keyed when Bids.TryFind(keyed.Key, out var first) => IsSame(keyed, first)
            ? Decision.Repeat(first)
            : Decision.Refuse(Refusal.IdempotencyKeyReused),
        PlaceBid bid => DecideBid(bid, turn),
        BuyNow buy => DecideBuyNow(buy, turn),
        CloseNow close => DecideClose(close, turn),
        Withdraw withdraw => DecideWithdraw(withdraw, turn),
        ExtendEnd extend => DecideExtend(extend, turn),
        Pause pause => DecidePause(pause, turn),
        Resume resume => DecideResume(resume, turn),
        LowerReserve lower => DecideReserve(lower, turn),
        FallHammer => DecideHammer(turn),
        ExtendForFault fault => State.Status != AuctionStatus.Open || fault.ClosesAt <= State.ClosesAt
            ? Decision.Unchanged
            : Decision.Accept(new EndExtended(At(turn), fault.ClosesAt, fault.Cause, PersonId.None)),
        _ => throw new InvalidOperationException($"Auction does not know the command {command.GetType().Name}."),
    };

    /// <summary>Changes the auction by one event, and remembers the key of a bid with its first answer.</summary>
    public void Evolve(AuctionEvent happened)
    {
        State.Evolve(happened);
        if (RememberedBid.TryOf(happened, State, out var bidder, out var bid))
        {
            Bids.Remember(bidder, bid);
        }
    }

    private static bool IsSame(KeyedCommand command, RememberedBid first) => command switch
    {
        PlaceBid bid => !first.IsBuyNow && bid.Amount == first.Amount,
        _ => first.IsBuyNow,
    };

    private Decision DecideBid(PlaceBid bid, Turn turn)
    {
        if (State.RefuseBid(bid.Bidder, bid.Amount, bid.Stamp, turn.BidsMax) is { } refusal)
        {
            // A refusal for its amount says nothing about time, but a late bid is late first:
            // "closed" is what it will be.
            return IsAboutOffer(refusal) && IsLate(bid) ? Decision.Held : Decision.Refuse(refusal);
        }

        if (IsLate(bid))
        {
            return Decision.Held;
        }

        var outcome = EnglishRules.AfterBid(State, bid.Bidder, bid.Amount);
        var end = EndAfter(bid);
        return Decision.Accept(new BidPlaced(
            At(turn),
            bid.Stamp,
            bid.Bidder,
            Bids.NumberOf(bid.Bidder),
            bid.Key,
            bid.Amount,
            outcome.Price,
            outcome.Leads,
            outcome.ReserveMet,
            end == State.ClosesAt ? null : end));
    }

    private Decision DecideBuyNow(BuyNow buy, Turn turn)
    {
        if (State.RefuseBuyNow(buy.Bidder, buy.Stamp, turn.BidsMax) is { } refusal)
        {
            return IsAboutOffer(refusal) && IsLate(buy) ? Decision.Held : Decision.Refuse(refusal);
        }

        if (IsLate(buy))
        {
            return Decision.Held;
        }

        var price = State.Terms!.BuyItNow!.Value;
        var number = Bids.NumberOf(buy.Bidder);
        return Decision.Accept(
            new LotBoughtNow(At(turn), buy.Stamp, buy.Bidder, number, buy.Key, price),
            new AuctionClosed(At(turn), ClosingCause.BuyItNow, buy.Bidder, price, PersonId.None));
    }

    private Decision DecideClose(CloseNow close, Turn turn)
    {
        if (State.Status == AuctionStatus.Cancelled) return Decision.Refuse(Refusal.Cancelled);
        if (State.IsEnded) return Decision.Unchanged;
        return Decision.Accept(Closing(ClosingCause.Operator, close.By, turn));
    }

    private Decision DecideWithdraw(Withdraw withdraw, Turn turn)
    {
        if (!withdraw.AsOperator && withdraw.By != State.Terms!.Seller) return Decision.Refuse(Refusal.NotSeller);
        if (State.Status == AuctionStatus.Cancelled) return Decision.Unchanged;
        if (State.IsEnded) return Decision.Refuse(Refusal.Closed);
        if (!withdraw.AsOperator && State.BidCount > 0) return Decision.Refuse(Refusal.HasBids);
        return Decision.Accept(new AuctionWithdrawn(At(turn), withdraw.By, withdraw.Reason));
    }

    private Decision DecideExtend(ExtendEnd extend, Turn turn)
    {
        if (RefuseEnded() is { } refusal) return Decision.Refuse(refusal);
        if (extend.ClosesAt == State.ClosesAt) return Decision.Unchanged;
        if (extend.ClosesAt <= Instant.Later(State.ClosesAt, turn.Now)) return Decision.Refuse(Refusal.EndNotLater);
        return Decision.Accept(new EndExtended(At(turn), extend.ClosesAt, ExtensionCause.Operator, extend.By));
    }

    private Decision DecidePause(Pause pause, Turn turn)
    {
        if (RefuseEnded() is { } refusal) return Decision.Refuse(refusal);
        if (State.Status == AuctionStatus.Paused) return Decision.Unchanged;
        return Decision.Accept(new AuctionPaused(At(turn), pause.By));
    }

    private Decision DecideResume(Resume resume, Turn turn)
    {
        if (RefuseEnded() is { } refusal) return Decision.Refuse(refusal);
        if (State.Status != AuctionStatus.Paused) return Decision.Unchanged;
        var pause = At(turn) - State.PausedAt;
        return Decision.Accept(new AuctionResumed(At(turn), State.ClosesAt + pause, resume.By));
    }

    private Decision DecideReserve(LowerReserve lower, Turn turn)
    {
        if (lower.By != State.Terms!.Seller) return Decision.Refuse(Refusal.NotSeller);
        if (RefuseEnded() is { } refusal) return Decision.Refuse(refusal);
        var current = State.Reserve ?? 0;
        if (lower.Amount > current) return Decision.Refuse(Refusal.ReserveNotLower);
        if (lower.Amount == current) return Decision.Unchanged;
        return Decision.Accept(new ReserveLowered(At(turn), lower.Amount == 0 ? null : lower.Amount));
    }

    private Decision DecideHammer(Turn turn) =>
        State.Status == AuctionStatus.Open && turn.Now >= State.ClosesAt + turn.Drain
            ? Decision.Accept(Closing(ClosingCause.Hammer, PersonId.None, turn))
            : Decision.Unchanged;

    // Without a bid the leader is nobody and the price 0.
    private AuctionClosed Closing(ClosingCause cause, PersonId by, Turn turn) => State.ReserveMet
        ? new AuctionClosed(At(turn), cause, State.Leader, State.Price, by)
        : new AuctionClosed(At(turn), cause, PersonId.None, 0, by);

    private Refusal? RefuseEnded() =>
        State.Status == AuctionStatus.Cancelled ? Refusal.Cancelled : State.IsEnded ? Refusal.Closed : null;

    private DateTimeOffset EndAfter(PlaceBid bid)
    {
        var soft = State.Terms!.SoftClose;
        return soft is null || bid.Bidder == State.Leader
            ? State.ClosesAt
            : soft.EndAfter(State.ClosesAt, bid.Stamp, State.Extensions, State.HardEnd);
    }

    private bool IsLate(KeyedCommand command) => command.Stamp >= State.ClosesAt;

    private static bool IsAboutOffer(Refusal refusal) => refusal is Refusal.BelowMinimum or Refusal.NotAboveOwnMaximum
        or Refusal.AuctionFull or Refusal.BuyItNowUnavailable;

    private DateTimeOffset At(Turn turn) => Instant.Later(turn.Now, State.At);
}
