using Auctions.Core;
using Auctions.Simulation.Histories;

namespace Auctions.Simulation.Checking;

/// <summary>
/// Reads one auction's journal event by event and says what the rules forbid. Written from docs/rules.md, not from the
/// engine.
/// </summary>
internal sealed class Referee
{
    private readonly LotHistory _lot;
    private readonly History _history;
    private readonly Complaints _complaints;
    private readonly HashSet<BidKey> _keys = [];
    private readonly List<PersonId> _bidders = [];
    private AuctionEvent? _before;

    private Referee(LotHistory lot, History history, Complaints complaints)
    {
        _lot = lot;
        _history = history;
        _complaints = complaints;
    }

    /// <summary>Checks a lot; answers how it stood after each event, beginning with none.</summary>
    public static List<Standing> Read(LotHistory lot, History history, Complaints complaints)
    {
        var referee = new Referee(lot, history, complaints);
        var standings = new List<Standing> { Standing.Nothing };
        foreach (var commit in lot.Commits)
        {
            complaints.Demand(
                commit.FirstSequence == standings[^1].Sequence + 1,
                "I1",
                $"segment {commit.FirstSequence} follows event {standings[^1].Sequence}");
            if (commit.FirstSequence != standings[^1].Sequence + 1)
            {
                break;
            }

            foreach (var happened in commit.Events)
            {
                standings.Add(referee.Follow(standings[^1], happened, commit.At));
            }

            complaints.Demand(
                commit.Events.Count == 0 || commit.Events[^1] is not LotBoughtNow,
                "I4",
                $"the sale at {commit.LastSequence} was stored without its closing");
        }

        return standings;
    }

    private Standing Follow(Standing now, AuctionEvent happened, long committedAt)
    {
        _complaints.Demand(happened.At >= now.At, "I7", $"event {now.Sequence + 1} is earlier than the one before");
        if (now.IsEnded)
        {
            var isSecondClosing = happened is AuctionClosed && now.Status != AuctionStatus.Cancelled;
            _complaints.Add(isSecondClosing ? "I4" : "I5", $"event {now.Sequence + 1} follows the end");
            return now with { Sequence = now.Sequence + 1, At = happened.At };
        }

        _complaints.Demand(
            happened is AuctionCreated == (now.Terms is null), "I1", $"event {now.Sequence + 1} is out of place");
        var isSale = happened is AuctionClosed { Cause: ClosingCause.BuyItNow };
        _complaints.Demand(
            isSale == _before is LotBoughtNow, "I4", $"event {now.Sequence + 1}: a sale and its closing are apart");
        _before = happened;
        if (now.Terms is null && happened is not AuctionCreated)
        {
            return now with { Sequence = now.Sequence + 1 };
        }

        var next = happened switch
        {
            AuctionCreated created => Create(created),
            BidPlaced bid => Bid(now, bid),
            LotBoughtNow bought => Buy(now, bought),
            ReserveLowered lowered => Lower(now, lowered),
            EndExtended extended => Extend(now, extended),
            AuctionPaused => Pause(now),
            AuctionResumed resumed => Resume(now, resumed),
            AuctionWithdrawn withdrawn => End(now, AuctionStatus.Cancelled, withdrawn.At),
            AuctionClosed closed => Close(now, closed, committedAt),
            _ => throw new NotSupportedException($"The checker does not know {happened.GetType().Name}."),
        };
        return next with { Sequence = now.Sequence + 1, At = happened.At };
    }

    private Standing Create(AuctionCreated created)
    {
        _complaints.Demand(created.Terms == _lot.Asked, "I2", "the auction is not on the terms that were asked for");
        return new Standing
        {
            Terms = created.Terms,
            Status = AuctionStatus.Open,
            Reserve = created.Terms.Reserve,
            ReserveMet = created.Terms.Reserve is null,
            HasBuyItNow = created.Terms.BuyItNow is not null,
            End = created.Terms.ClosesAt,
            HardEnd = created.Terms.SoftClose?.HardEnd,
        };
    }

    private Standing Bid(Standing now, BidPlaced bid)
    {
        var number = CheckBidder(now, bid.Bidder, bid.BidderNumber, bid.Key, bid.Stamp);
        var isOwn = now.Bids > 0 && bid.Bidder == now.Leader;
        _complaints.Demand(
            isOwn ? bid.Amount > now.LeaderMaximum : bid.Amount >= now.Minimum,
            "I3",
            $"bid {bid.Amount} at {now.Sequence + 1} is below the minimum {now.Minimum}");
        var leads = now.Bids == 0 || isOwn || bid.Amount > now.LeaderMaximum;
        var highest = leads ? bid.Amount : now.LeaderMaximum;
        var second = leads ? now.LeaderMaximum : bid.Amount;
        var price = now.Bids == 0 ? now.Terms!.OpeningPrice
            : isOwn ? now.Price
            : Math.Min(highest, second + now.StepAt(second));
        var isMet = now.ReserveMet || highest >= (now.Reserve ?? 0);
        price = isMet && !now.ReserveMet && price < now.Reserve ? now.Reserve.Value : price;
        _complaints.Demand(
            (bid.Price, bid.Leads, bid.ReserveMet) == (price, leads, isMet),
            "I3",
            $"bid {now.Sequence + 1} gives {bid.Price}, leads {bid.Leads}; the rules give {price}, {leads}");
        _complaints.Demand(bid.Price >= now.Price, "I3", $"the price falls at {now.Sequence + 1}");
        var end = isOwn ? now.End : EndAfter(now, bid.Stamp);
        _complaints.Demand(
            (bid.ClosesAt ?? now.End) == end, "I5", $"bid {now.Sequence + 1} moves the end to {bid.ClosesAt}");
        return now with
        {
            Bids = now.Bids + 1,
            Price = bid.Price,
            Leader = leads ? bid.Bidder : now.Leader,
            LeaderNumber = leads ? number : now.LeaderNumber,
            LeaderMaximum = highest,
            ReserveMet = isMet,
            HasBuyItNow = now.HasBuyItNow && now.Reserve is not null && !isMet,
            End = end,
            Extensions = now.Extensions + (end > now.End ? 1 : 0),
        };
    }

    private static DateTimeOffset EndAfter(Standing now, DateTimeOffset stamp)
    {
        var soft = now.Terms!.SoftClose;
        if (soft is null || now.End - stamp > soft.Window)
        {
            return now.End;
        }

        var wanted = now.End;
        if (soft.Mode == ExtensionMode.FromNow)
        {
            wanted = stamp + soft.Extension;
        }
        else if (soft.ExtensionsMax is null || now.Extensions < soft.ExtensionsMax)
        {
            wanted = now.End + soft.Extension;
        }

        var capped = now.HardEnd is { } hard && wanted > hard ? hard : wanted;
        return capped > now.End ? capped : now.End;
    }

    private Standing Buy(Standing now, LotBoughtNow bought)
    {
        var number = CheckBidder(now, bought.Bidder, bought.BidderNumber, bought.Key, bought.Stamp);
        _complaints.Demand(
            now.HasBuyItNow && bought.Price == now.Terms!.BuyItNow, "I4", $"{now.Sequence + 1}: not to be bought so");
        return now with
        {
            Bids = now.Bids + 1,
            Price = bought.Price,
            Leader = bought.Bidder,
            LeaderNumber = number,
            LeaderMaximum = bought.Price,
            ReserveMet = true,
            HasBuyItNow = false,
        };
    }

    // Answers the bidder's public number: from 1, in the order of first accepted bids.
    private int CheckBidder(Standing now, PersonId bidder, int number, BidKey key, DateTimeOffset stamp)
    {
        _complaints.Demand(now.Status == AuctionStatus.Open, "I5", $"bid {now.Sequence + 1} while {now.Status}");
        _complaints.Demand(
            stamp < now.End, "I5", $"bid {now.Sequence + 1} is stamped {Telling.Time(stamp)}, after the end");
        _complaints.Demand(stamp >= now.Terms!.OpensAt, "I5", $"bid {now.Sequence + 1} came before the opening");
        _complaints.Demand(bidder != now.Terms.Seller, "I3", "the seller bids");
        _complaints.Demand(now.Bids < _history.BidsMax, "I3", $"bid {now.Sequence + 1} is one too many");
        _complaints.Demand(_keys.Add(key), "I6", $"the key of bid {now.Sequence + 1} was accepted before");
        if (!_bidders.Contains(bidder))
        {
            _bidders.Add(bidder);
        }

        var own = _bidders.IndexOf(bidder) + 1;
        _complaints.Demand(number == own, "I3", $"bid {now.Sequence + 1} numbers bidder {own} as {number}");
        return own;
    }

    private Standing Lower(Standing now, ReserveLowered lowered)
    {
        _complaints.Demand(
            (lowered.Reserve ?? 0) < (now.Reserve ?? 0), "I3", $"the reserve rises at {now.Sequence + 1}");
        return now with
        {
            Reserve = lowered.Reserve,
            ReserveMet = now.ReserveMet || (now.Bids == 0 && lowered.Reserve is null),
        };
    }

    private Standing Extend(Standing now, EndExtended extended)
    {
        _complaints.Demand(extended.ClosesAt > now.End, "I5", $"the end moves back at {now.Sequence + 1}");
        return now with { End = extended.ClosesAt };
    }

    private Standing Pause(Standing now)
    {
        _complaints.Demand(now.Status == AuctionStatus.Open, "I5", $"paused twice at {now.Sequence + 1}");
        return now with { Status = AuctionStatus.Paused, PausedAt = _before!.At };
    }

    private Standing Resume(Standing now, AuctionResumed resumed)
    {
        _complaints.Demand(now.Status == AuctionStatus.Paused, "I5", $"resumed unpaused at {now.Sequence + 1}");
        _complaints.Demand(
            resumed.ClosesAt - now.End == resumed.At - now.PausedAt,
            "I5",
            $"resuming at {now.Sequence + 1} does not move the end by the pause");
        return now with
        {
            Status = AuctionStatus.Open,
            End = resumed.ClosesAt,
            HardEnd = now.HardEnd + (resumed.ClosesAt - now.End),
        };
    }

    private Standing Close(Standing now, AuctionClosed closed, long committedAt)
    {
        var isSold = now.Bids > 0 && now.ReserveMet;
        _complaints.Demand(
            (closed.Buyer, closed.Price) == (isSold ? now.Leader : PersonId.None, isSold ? now.Price : 0),
            "I4",
            $"{now.Sequence + 1}: the buyer is not the rules' winner at the rules' price");
        if (closed.Cause == ClosingCause.Hammer)
        {
            var due = now.End + _history.Drain;
            _complaints.Demand(now.Status == AuctionStatus.Open, "I5", "the hammer falls while the clock stands");
            _complaints.Demand(
                closed.At >= due, "I5", $"the hammer falls at {Telling.Time(closed.At)}, before its time");
            _complaints.Demand(
                _history.Start.AddTicks(committedAt) >= due,
                "I5",
                $"the closing was stored at {committedAt / 1e7:0.0000}, before its time");
            CheckPunctuality(now, committedAt);
        }

        return End(now, isSold ? AuctionStatus.Sold : AuctionStatus.Unsold, closed.At);
    }

    private void CheckPunctuality(Standing now, long committedAt)
    {
        var late = _history.Start.AddTicks(committedAt) - now.End - _history.Drain;
        var settled = now.End > _history.Start.AddTicks(_history.HealedAt).AddSeconds(5);
        _complaints.Demand(
            late.TotalSeconds <= (_history.IsFaultless ? 0.5 : settled ? _history.LatenessMax : double.MaxValue),
            "L3",
            $"the hammer falls {late.TotalSeconds:0.000} s after its time");
    }

    private static Standing End(Standing now, AuctionStatus status, DateTimeOffset at) => now with
    {
        Status = status,
        HasBuyItNow = false,
        End = at < now.End ? at : now.End,
    };
}
