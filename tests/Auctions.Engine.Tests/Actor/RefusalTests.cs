using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Tests;

/// <summary>A refusal that durable state gives as well needs no disk; any other waits for what it rests on.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void A_refusal_by_durable_state_is_told_at_once()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Write();
        var refused = stage.Bid("B", 10_49);
        Assert.Equal(new RefusedAnswer(Refusal.BelowMinimum, 10_00, 10_50), refused.Answer);
        Assert.False(stage.Actor.HasBatch);
    }

    [Fact]
    public void A_refusal_that_durable_state_gives_too_shows_durable_figures()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Write();
        stage.Bid("B", 50_00);
        var refused = stage.Bid("C", 10_49);
        Assert.Equal(new RefusedAnswer(Refusal.BelowMinimum, 10_00, 10_50), refused.Answer);
    }

    [Fact]
    public void Below_a_minimum_that_is_not_durable_is_told_once_it_is()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Write();
        stage.Bid("B", 50_00);
        var refused = stage.Bid("C", 20_99);
        Expect.Waits(refused);
        stage.Take();
        Expect.Waits(refused);
        Assert.Contains(refused, stage.Commit());
        Assert.Equal(new RefusedAnswer(Refusal.BelowMinimum, 20_50, 21_00), refused.Answer);
    }

    [Fact]
    public void A_refusal_waits_for_the_last_decision_it_saw_not_for_those_after_it()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Take();
        stage.Bid("B", 50_00);
        var refused = stage.Bid("C", 15_00);
        stage.Commit();
        Expect.Waits(refused);
        stage.Take();
        stage.Bid("D", 90_00);
        stage.Commit();
        Assert.Equal(new RefusedAnswer(Refusal.BelowMinimum, 20_50, 21_00), refused.Answer);
    }

    [Fact]
    public void Figures_of_a_refusal_are_those_of_the_view_at_the_moment_it_is_told()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        var refused = stage.Bid("C", 5_00);
        Assert.Equal(new RefusedAnswer(Refusal.BelowMinimum, null, 10_00), refused.Answer);
    }

    [Fact]
    public void A_raise_not_above_an_own_maximum_that_is_not_durable_waits()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        var refused = stage.Bid("A", 20_00);
        Expect.Waits(refused);
        stage.Write();
        Expect.Refused(Refusal.NotAboveOwnMaximum, refused.Answer);
        Expect.Refused(Refusal.NotAboveOwnMaximum, stage.Bid("A", 20_00).Answer);
    }

    [Fact]
    public void Closed_is_told_once_the_closing_is_durable()
    {
        var stage = Stage.Set().AtEnd(0.5);
        stage.Wake();
        var late = stage.Bid("A", 20_00);
        stage.Take();
        Expect.Waits(late);
        stage.Commit();
        Expect.Refused(Refusal.Closed, late.Answer);
        Expect.Refused(Refusal.Closed, stage.Bid("A", 20_00).Answer);
    }

    [Fact]
    public void Paused_and_cancelled_are_told_once_they_are_durable()
    {
        var stage = Stage.Set();
        stage.Do(new Pause(Given.Operator));
        var paused = stage.Bid("A", 20_00);
        stage.Do(new Withdraw(Given.Operator, AsOperator: true, "stolen"));
        var cancelled = stage.Bid("A", 20_00);
        Expect.Waits(paused, cancelled);
        stage.Write();
        Expect.Refused(Refusal.Paused, paused.Answer);
        Expect.Refused(Refusal.Cancelled, cancelled.Answer);
    }

    [Fact]
    public void A_refusal_that_durable_state_would_give_for_another_reason_waits()
    {
        var stage = Stage.Set();
        stage.Do(new CloseNow(Given.Operator));
        var refused = stage.Bid("A", 1_00);
        Expect.Waits(refused);
        stage.Write();
        Assert.Equal(new RefusedAnswer(Refusal.Closed), refused.Answer);
    }

    [Fact]
    public void The_own_lot_and_a_bid_too_early_are_refused_at_once_whatever_waits()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        Expect.Refused(Refusal.OwnAuction, stage.Do(
            new PlaceBid(Given.Seller, new BidKey(1), 90_00, stage.Now)).Answer);
        stage.Now = Given.Start.AddSeconds(-1);
        Expect.Refused(Refusal.NotOpen, stage.Bid("B", 90_00).Answer);
    }

    [Fact]
    public void An_unknown_auction_is_refused_at_once_but_not_while_its_creation_is_under_way()
    {
        var stage = Stage.New();
        Expect.Refused(Refusal.UnknownAuction, stage.Bid("A", 20_00).Answer);
        stage.Do(new CreateAuction(Given.Terms()));
        var refused = stage.Bid("A", 1_00);
        Expect.Waits(refused);
        stage.Write();
        Assert.Equal(new RefusedAnswer(Refusal.BelowMinimum, null, 10_00), refused.Answer);
    }

    [Fact]
    public void A_full_auction_refuses_once_the_bid_that_filled_it_is_durable()
    {
        var stage = Stage.Set(limits: Given.Limits with { BidsPerAuctionMax = 1 });
        stage.Bid("A", 20_00);
        var refused = stage.Bid("B", 30_00);
        Expect.Waits(refused);
        stage.Write();
        Expect.Refused(Refusal.AuctionFull, refused.Answer);
        Expect.Refused(Refusal.AuctionFull, stage.Bid("B", 30_00).Answer);
    }

    [Fact]
    public void A_refused_command_leaves_nothing_to_write_and_no_key_behind()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Write();
        Expect.Refused(Refusal.BelowMinimum, stage.Bid("B", 10_00, key: "k").Answer);
        Expect.Refused(Refusal.NotSeller, stage.Do(new LowerReserve(Given.Person("B"), 1)).Answer);
        Assert.True(stage.Actor.IsIdle);
        var again = stage.Bid("B", 30_00, key: "k");
        stage.Write();
        Expect.Accepted(3, again.Answer);
    }

    [Fact]
    public void A_sellers_withdrawal_refused_for_a_pending_bid_waits_for_that_bid()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        var refused = stage.Do(new Withdraw(Given.Seller, AsOperator: false, "changed my mind"));
        Expect.Waits(refused);
        stage.Write();
        Expect.Refused(Refusal.HasBids, refused.Answer);
    }
}
