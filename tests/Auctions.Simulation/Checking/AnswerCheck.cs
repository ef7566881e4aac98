using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Checking;

/// <summary>
/// Whether each answer was true when it was given: nothing in it may rest on what was not durable at that moment.
/// </summary>
internal sealed class AnswerCheck(
    History history, LotHistory lot, List<Standing> standings, Complaints complaints)
{
    public void Check(Operation operation)
    {
        BidAnswer? first = null;
        foreach (var copy in operation.Copies)
        {
            if (copy.AnsweredAt is not { } at)
            {
                complaints.Demand(
                    !history.IsFaultless, "L2", $"{operation} was never answered though nothing went wrong");
                continue;
            }

            var durable = (int)Math.Min(lot.DurableAt(at + history.ClockTolerance), standings.Count - 1);
            switch (copy.Answer)
            {
                case BidAnswer bid:
                    CheckBid(operation, bid, durable);
                    complaints.Demand(
                        first is null || (first.Bid, first.MinimumBid) == (bid.Bid, bid.MinimumBid),
                        "I6",
                        $"{operation} was answered twice, each time otherwise");
                    first = bid;
                    break;
                case ViewAnswer { View: var view }:
                    CheckView(view, durable, operation.ToString());
                    CheckFreshness(operation, copy, view);
                    complaints.Demand(
                        IsDone(operation.Step, copy, durable), "I2", $"{operation} was acknowledged and not done");
                    break;
                case RefusedAnswer refused:
                    CheckRefusal(operation, copy, refused, durable);
                    break;
                case UnavailableAnswer or TooManyBidsAnswer:
                    complaints.Demand(
                        !history.IsFaultless, "L2", $"{operation}: {copy.Answer} though nothing went wrong");
                    break;
            }
        }
    }

    public void Check(Watching watching)
    {
        var last = 0L;
        foreach (var (at, view) in watching.Seen)
        {
            complaints.Demand(view.Sequence > last, "I9", $"a watcher saw {view.Sequence} after {last}");
            last = view.Sequence;
            var durable = (int)Math.Min(lot.DurableAt(at + history.ClockTolerance), standings.Count - 1);
            CheckView(view, durable, "a watcher");
        }

        complaints.Demand(
            watching.Seen.Count > 0 && watching.Seen[^1].View.IsFinal, "L1", "a watcher never saw the final view");
    }

    // I2: in the journal as acknowledged, when acknowledged.
    private void CheckBid(Operation operation, BidAnswer answer, int durable)
    {
        var bid = answer.Bid;
        if (bid.Sequence > durable)
        {
            complaints.Add("I2", $"{operation} was acknowledged as {bid.Sequence} when only {durable} was durable");
            return;
        }

        var after = standings[(int)bid.Sequence];
        var isSame = lot.EventAt(bid.Sequence) switch
        {
            BidPlaced placed => placed.Key == operation.Key && placed.Amount == operation.Step.Amount &&
                bid.Amount == placed.Amount && !bid.IsBuyNow && operation.Step.Kind == StepKind.Bid &&
                bid.Status == (placed.Leads ? BidStatus.Leading : BidStatus.Outbid) && bid.ClosesAt == after.End &&
                answer.MinimumBid == after.Minimum,
            LotBoughtNow bought => bought.Key == operation.Key && bid.IsBuyNow &&
                operation.Step.Kind == StepKind.BuyNow && bid.Amount == bought.Price &&
                bid.ClosesAt == (after.End < bought.At ? after.End : bought.At) && answer.MinimumBid is null,
            _ => false,
        };
        complaints.Demand(
            isSame && bid.Key == operation.Key && bid.Price == after.Price && bid.ReserveMet == after.ReserveMet &&
            bid.At == after.At,
            "I2",
            $"{operation} was acknowledged as {bid.Sequence}, which is something else");
    }

    // I2: what a command asks for has been so by the time it is acknowledged. Starting a clock that runs does nothing.
    private bool IsDone(Step step, Copy copy, int durable) => step.Kind switch
    {
        StepKind.View or StepKind.Watch or StepKind.Resume => true,
        StepKind.Bid or StepKind.BuyNow => false,
        StepKind.Pause => WasEver(durable, then => then.Status == AuctionStatus.Paused),
        StepKind.Close => WasEver(durable, then => then.Status is AuctionStatus.Sold or AuctionStatus.Unsold),
        StepKind.WithdrawAsOperator or StepKind.WithdrawAsSeller =>
            WasEver(durable, then => then.Status == AuctionStatus.Cancelled),
        StepKind.Extend => WasEver(durable, then => then.End == copy.HandedOver.AddTicks(step.Amount)),
        StepKind.LowerReserve =>
            WasEver(durable, then => then.Terms is not null && (then.Reserve ?? 0) == step.Amount),
    };

    // I9: not from the future, and what the journal gave at that sequence.
    private void CheckView(AuctionView view, int durable, string who)
    {
        if (view.Sequence > durable)
        {
            complaints.Add("I9", $"{who} was shown {view.Sequence} when only {durable} was durable");
            return;
        }

        var then = standings[(int)view.Sequence];
        complaints.Demand(
            then.Terms is { } terms && view.Id == lot.Id && view.Seller == terms.Seller && view.Title == terms.Title &&
            view.Currency == terms.Currency && view.Format == terms.Format && view.OpensAt == terms.OpensAt &&
            view.LeaderNumber == (then.Bids > 0 ? then.LeaderNumber : null) &&
            view.Status == then.Status && view.Price == (then.Bids > 0 ? then.Price : null) &&
            view.BidCount == then.Bids && view.MinimumBid == (then.IsEnded ? null : then.Minimum) &&
            view.ReserveMet == then.ReserveMet && view.ClosesAt == then.End &&
            view.Extensions == then.Extensions && view.BuyItNow == (then.HasBuyItNow ? terms.BuyItNow : null),
            "I9",
            $"{who} was shown {view.Sequence} as it never was");
    }

    // I9: not stale. Nobody may see less than they asked for; where nothing went wrong, nor less than anyone was told.
    private void CheckFreshness(Operation operation, Copy copy, AuctionView view)
    {
        if (operation.Step.Kind != StepKind.View)
        {
            return;
        }

        complaints.Demand(
            view.Sequence >= copy.After, "I9", $"{operation} was shown {view.Sequence}, having seen {copy.After}");
        if (!history.IsFaultless)
        {
            return;
        }

        foreach (var told in history.Operations.Where(other => other.Step.Lot == operation.Step.Lot))
        {
            foreach (var earlier in told.Copies)
            {
                complaints.Demand(
                    !(earlier.AnsweredAt < copy.SentAt) || SequenceIn(earlier.Answer) <= view.Sequence,
                    "I9",
                    $"{operation} was shown {view.Sequence}, older than what {told} was told before");
            }
        }
    }

    private static long SequenceIn(Answer? answer) => answer switch
    {
        BidAnswer bid => bid.Bid.Sequence,
        ViewAnswer { View: var view } => view.Sequence,
        _ => 0,
    };

    // I5c and the like: what durable state shows, and no more.
    private void CheckRefusal(Operation operation, Copy copy, RefusedAnswer refused, int durable)
    {
        var now = standings[durable];
        var step = operation.Step;
        var isTrue = now.Terms is not null && refused.Refusal switch
        {
            Refusal.Closed => now.Status is AuctionStatus.Sold or AuctionStatus.Unsold,
            Refusal.Cancelled => now.Status == AuctionStatus.Cancelled,
            Refusal.Paused => WasEver(durable, then => then.Status == AuctionStatus.Paused),
            Refusal.IdempotencyKeyReused => IsStored(operation.Key, durable),
            Refusal.BelowMinimum => step.Amount < now.Minimum,
            Refusal.NotAboveOwnMaximum => WasEver(
                durable, then => then.Leader == operation.Bidder && then.LeaderMaximum >= step.Amount),
            Refusal.NotOpen => copy.Stamp < now.Terms.OpensAt || copy.HandedOver < now.Terms.OpensAt,
            Refusal.AuctionFull => now.Bids >= history.BidsMax,
            Refusal.BuyItNowUnavailable => !now.HasBuyItNow,
            Refusal.HasBids => now.Bids > 0,
            Refusal.ReserveNotLower => WasEver(durable, then => step.Amount > (then.Reserve ?? 0)),
            Refusal.EndNotLater => true,
            Refusal.OwnAuction or Refusal.NotSeller or Refusal.UnknownAuction => false,
        };
        complaints.Demand(
            isTrue,
            refused.Refusal is Refusal.Closed ? "I5c" : "I2b",
            $"{operation} was refused as {refused.Refusal} when {durable} was durable, which does not show it");
        complaints.Demand(
            refused.MinimumBid is not { } minimum || WasEver(
                durable, then => then.Terms is not null && then.Minimum == minimum &&
                refused.Price == (then.Bids > 0 ? then.Price : null)),
            "I9",
            $"{operation} was told a minimum of {refused.MinimumBid} that never was durable");
        complaints.Demand(
            !history.IsFaultless || refused.Refusal != Refusal.Closed || IsLate(copy, durable),
            "I5",
            $"{operation} came in time, was handed over at once, and was refused as closed");
    }

    // By the end in force before the hammer; other ways to close do not wait for anyone.
    private bool IsLate(Copy copy, int durable) => lot.EventAt(durable) is not AuctionClosed
    {
        Cause: ClosingCause.Hammer,
    } || copy.Stamp >= standings[durable - 1].End;

    private bool WasEver(int durable, Predicate<Standing> isSo) =>
        standings.FindLastIndex(durable, durable + 1, isSo) >= 0; // mostly it was so just now

    private bool IsStored(BidKey? key, int durable)
    {
        for (var sequence = 1; sequence <= durable; sequence++)
        {
            if (lot.EventAt(sequence) is BidPlaced bid && bid.Key == key ||
                lot.EventAt(sequence) is LotBoughtNow bought && bought.Key == key)
            {
                return true;
            }
        }

        return false;
    }
}
