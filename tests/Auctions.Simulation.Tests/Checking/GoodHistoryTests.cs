using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>What may happen is not complained of.</summary>
public sealed class GoodHistoryTests
{
    private static AuctionTerms ToBuy => new Tale().Terms with { BuyItNow = 30_00 };

    [Fact]
    public void Bids_and_a_hammer_are_good() => Verdict.IsGood(Tales.ThreeBids().Watch());

    [Fact]
    public void A_long_auction_with_everything_in_it_is_good() => Verdict.IsGood(Tales.Everything());

    [Fact]
    public void Nobody_need_bid() => Verdict.IsGood(new Tale { IsFaultless = true }.Create().Hammer().Watch());

    [Fact]
    public void A_reserve_not_met_sells_to_nobody() => Verdict.IsGood(
        new Tale { Terms = new Tale().Terms with { Reserve = 20_00 } }
            .Create().Bid(1, 15_00, at: 10, price: 10_00, isMet: false).Hammer().Watch());

    [Fact]
    public void A_reserve_lowered_under_a_bid_is_met_by_the_next_one() => Verdict.IsGood(
        new Tale { Terms = new Tale().Terms with { Reserve = 20_00 }, IsFaultless = true }
            .Create()
            .Bid(1, 15_00, at: 10, price: 10_00, isMet: false)
            .Do(StepKind.LowerReserve, 15, new ReserveLowered(Tale.Time(15), 14_00), amount: 14_00)
            .Bid(2, 12_00, at: 20, price: 14_00, leads: false)
            .Hammer()
            .Watch());

    [Fact]
    public void The_lot_may_be_bought_at_once() => Verdict.IsGood(
        new Tale { Terms = ToBuy, IsFaultless = true }.Create().Buy(1, at: 10, price: 30_00)
            .Refuse(2, 40_00, at: 11, Refusal.Closed)
            .Watch());

    [Fact]
    public void An_operator_may_close_while_the_clock_stands() => Verdict.IsGood(
        Tales.ThreeBidsOpen().Pause(at: 35).Close(ClosingCause.Operator, at: 40).Watch());

    [Fact]
    public void The_lot_may_be_withdrawn() => Verdict.IsGood(
        Tales.ThreeBidsOpen()
            .Do(
                StepKind.WithdrawAsOperator,
                at: 40,
                new AuctionWithdrawn(Tale.Time(40), People.Operator, "A reason"))
            .Refuse(1, 50_00, at: 41, Refusal.Cancelled)
            .Watch());

    [Fact]
    public void Of_equal_maxima_the_earlier_leads() => Verdict.IsGood(
        new Tale().Create()
            .Bid(1, 15_00, at: 10, price: 10_00)
            .Bid(2, 15_00, at: 20, price: 15_00, leads: false)
            .Hammer());

    [Fact]
    public void A_bid_in_time_may_be_decided_after_the_end() => Verdict.IsGood(
        Tales.ThreeBidsOpen().Bid(1, 30_00, at: 60.2, price: 21_00, stamp: 59.99).Hammer(60.6));

    [Fact]
    public void A_repeat_gets_the_first_answer_again()
    {
        var tale = Tales.ThreeBids();
        var first = (BidAnswer)tale.Operations[0].Copies[0].Answer!;
        Verdict.IsGood(tale.Again(0, at: 50, first with { Replayed = true }));
    }

    [Fact]
    public void A_repeat_may_share_its_key_with_the_first_bid_and_come_much_later()
    {
        var tale = Tales.ThreeBidsOpen();
        var first = (BidAnswer)tale.Operations[0].Copies[0].Answer!;
        var again = tale.Ask(StepKind.Bid, 1, 50, 15_00, first with { Replayed = true });
        again.Key = tale.Operations[0].Key;
        Verdict.IsGood(tale.Hammer());
    }

    [Fact]
    public void One_key_for_another_bid_is_refused_as_reused()
    {
        var tale = Tales.ThreeBidsOpen().Refuse(1, 40_00, at: 50, Refusal.IdempotencyKeyReused);
        tale.Operations[^1].Key = tale.Operations[0].Key;
        Verdict.IsGood(tale.Hammer());
    }

    [Fact]
    public void A_new_owner_writes_at_its_own_epoch()
    {
        var tale = Tales.ThreeBidsOpen();
        tale.Openings.Add(new(Tale.Tick(40), 2));
        Verdict.IsGood(tale.Bid(1, 30_00, at: 41, price: 21_00).Hammer());
    }

    [Fact]
    public void What_was_never_created_may_stay_so()
    {
        var tale = new Tale();
        tale.Operations.Clear();
        var history = tale.History();
        var never = new Histories.History
        {
            Lots = [history.Lots[0] with { Id = null }],
            Operations = [],
            Watchings = [],
            IsFaultless = true,
            HealedAt = 0,
            Drain = history.Drain,
            BidsMax = history.BidsMax,
            Start = history.Start,
        };
        Assert.Empty(Simulation.Checking.Checker.Check(never));
    }
}
