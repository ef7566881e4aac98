using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Tests;

/// <summary>The end, the drain and the hammer, and what becomes of bids around them.</summary>
public sealed class ClosingTests
{
    private static readonly AuctionTerms Soft = Given.Terms(soft: Given.FromNow(60));

    [Fact]
    public void A_stamp_is_clamped_to_the_drain_before_the_handover()
    {
        Assert.Equal(Given.Drain, AgeOf(TimeSpan.FromMinutes(5)));
        Assert.Equal(Given.Drain, AgeOf(Given.Drain));
        Assert.Equal(TimeSpan.FromSeconds(0.2), AgeOf(TimeSpan.FromSeconds(0.2)));
        Assert.Equal(TimeSpan.Zero, AgeOf(TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, AgeOf(TimeSpan.FromMinutes(-5)));

        static TimeSpan AgeOf(TimeSpan claimed)
        {
            var stage = Stage.Set();
            stage.Bid("A", 20_00, stamp: stage.Now - claimed);
            var bid = Assert.IsType<BidPlaced>(Assert.Single(stage.Take().Events));
            return bid.At - bid.Stamp;
        }
    }

    [Fact]
    public void The_hammer_never_falls_before_the_end_and_the_drain()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Write();
        foreach (var seconds in new[] { -1, 0, 0.25, 0.499999 })
        {
            stage.AtEnd(seconds).Wake();
            Assert.False(stage.Actor.HasBatch);
        }

        stage.AtEnd(0.5).Wake();
        Assert.Equal(
            new AuctionClosed(stage.Now, ClosingCause.Hammer, Given.Person("A"), 10_00, PersonId.None),
            Assert.Single(stage.Take().Events));
        stage.Commit();
        Assert.Equal((AuctionStatus.Sold, 10_00L), (stage.View.Status, stage.View.Price));
    }

    [Fact]
    public void The_hammer_falls_once()
    {
        var stage = Stage.Set().AtEnd(0.5);
        stage.Wake();
        stage.Wake();
        Assert.Single(stage.Take().Events);
        stage.Commit();
        stage.Wake();
        Assert.False(stage.Actor.HasBatch);
    }

    [Fact]
    public void The_time_of_the_hammer_is_the_end_in_force_and_the_drain()
    {
        var stage = Stage.Set(Soft);
        Assert.Equal(Given.Start.AddHours(1) + Given.Drain, stage.Actor.HammerAt);
        stage.AtEnd(-10).Bid("A", 20_00);
        Assert.Equal(Given.Start.AddHours(1).AddSeconds(50) + Given.Drain, stage.Actor.HammerAt);
        stage.Do(new Pause(Given.Operator));
        Assert.Null(stage.Actor.HammerAt);
        stage.Do(new Resume(Given.Operator));
        Assert.NotNull(stage.Actor.HammerAt);
        stage.Do(new CloseNow(Given.Operator));
        Assert.Null(stage.Actor.HammerAt);
        Assert.Null(Stage.New().Actor.HammerAt);
    }

    [Fact]
    public void An_in_time_bid_handed_over_before_the_hammer_counts()
    {
        var stage = Stage.Set().AtEnd(0.4);
        var inTime = stage.Bid("A", 20_00, stamp: stage.Actor.ClosesAt.AddTicks(-1));
        stage.Write();
        Expect.Accepted(2, inTime.Answer);
    }

    [Fact]
    public void An_in_time_bid_handed_over_before_the_hammer_moves_the_end()
    {
        var stage = Stage.Set(Soft).AtEnd(0.4);
        stage.Bid("A", 20_00, stamp: stage.Actor.ClosesAt.AddSeconds(-0.05));
        stage.Now = stage.Now.AddSeconds(0.2);
        stage.Wake();
        stage.Write();
        Assert.Equal(AuctionStatus.Open, stage.View.Status);
        Assert.Equal(Given.Start.AddHours(1).AddSeconds(59.95), stage.View.ClosesAt);
    }

    [Fact]
    public void A_bid_after_the_end_is_held_and_refused_once_the_closing_is_durable()
    {
        var stage = Stage.Set().AtEnd(0);
        var atEnd = stage.Bid("A", 20_00);
        stage.AtEnd(0.3);
        var late = stage.Bid("B", 30_00);
        Assert.False(stage.Actor.HasBatch);
        Assert.False(stage.Actor.IsIdle);
        stage.AtEnd(0.5).Wake();
        stage.Take();
        Expect.Waits(atEnd, late);
        Assert.Equal([atEnd, late], stage.Commit());
        Expect.Refused(Refusal.Closed, atEnd.Answer);
        Expect.Refused(Refusal.Closed, late.Answer);
    }

    [Fact]
    public void Held_bids_are_decided_in_order_under_an_end_that_an_in_time_bid_moved()
    {
        var stage = Stage.Set(Soft).AtEnd(0.1);
        var first = stage.Bid("B", 20_00);
        var second = stage.Bid("C", 20_00);
        var low = stage.Bid("D", 5_00);
        stage.AtEnd(0.2);
        var inTime = stage.Bid("A", 15_00, stamp: stage.Actor.ClosesAt.AddSeconds(-0.1));
        stage.Write();
        Expect.Accepted(2, inTime.Answer);
        Expect.Accepted(3, first.Answer);
        Expect.Accepted(4, second.Answer);
        Expect.Refused(Refusal.BelowMinimum, low.Answer);
        Assert.Equal(1, stage.View.LeaderNumber - 1);
        Assert.Equal(Given.Start.AddHours(1).AddSeconds(60.1), stage.View.ClosesAt);
    }

    [Fact]
    public void A_chain_of_held_bids_is_decided_as_far_as_each_moves_the_end_for_the_next()
    {
        // A window and extension shorter than the drain: one bid's extension covers the next one only.
        var soft = new SoftClose(
            TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.2), ExtensionMode.FromNow, null, null);
        var stage = Stage.Set(Given.Terms(soft: soft));
        var end = stage.Actor.ClosesAt;
        stage.Now = end.AddSeconds(0.45);
        var beyond = stage.Bid("D", 90_00, stamp: end.AddSeconds(0.44));
        var second = stage.Bid("C", 40_00, stamp: end.AddSeconds(0.22));
        var first = stage.Bid("B", 30_00, stamp: end.AddSeconds(0.08));
        var inTime = stage.Bid("A", 20_00, stamp: end.AddSeconds(-0.02));
        stage.Write();
        Expect.Accepted(2, inTime.Answer);
        Expect.Accepted(3, first.Answer);
        Expect.Accepted(4, second.Answer);
        Expect.Waits(beyond);
        Assert.Equal(end.AddSeconds(0.42), stage.View.ClosesAt);
        stage.AtEnd(0.5).Wake();
        stage.Write();
        Expect.Refused(Refusal.Closed, beyond.Answer);
    }

    [Fact]
    public void Held_bids_count_under_an_end_that_an_operator_moved()
    {
        var stage = Stage.Set().AtEnd(0.1);
        var held = stage.Bid("A", 20_00);
        stage.Do(new ExtendEnd(Given.Operator, stage.Now.AddMinutes(5)));
        stage.Write();
        Expect.Accepted(3, held.Answer);
    }

    [Fact]
    public void Held_bids_count_under_an_end_that_a_fault_moved()
    {
        var stage = Stage.Set().AtEnd(0.1);
        var held = stage.Bid("A", 20_00);
        stage.Actor.ExtendForFault(stage.Now.AddMinutes(10), ExtensionCause.Outage, stage.Now);
        stage.Write();
        Expect.Accepted(3, held.Answer);
        Assert.Equal(ExtensionCause.Outage, Assert.IsType<EndExtended>(stage.Journal[1]).Cause);
    }

    [Fact]
    public void Two_copies_of_a_held_key_are_one_bid()
    {
        var stage = Stage.Set().AtEnd(0.1);
        var first = stage.Bid("A", 20_00, key: "k");
        var second = stage.Bid("A", 20_00, key: "k");
        stage.Do(new ExtendEnd(Given.Operator, stage.Now.AddMinutes(5)));
        stage.Write();
        Assert.Equal(Expect.Accepted(3, first.Answer) with { Replayed = true }, second.Answer);
    }

    [Fact]
    public void Held_bids_have_a_bound()
    {
        var stage = Stage.Set(limits: Given.Limits with { HeldBidsMax = 2 }).AtEnd(0.1);
        Ticket[] held = [stage.Bid("A", 20_00), stage.Bid("B", 30_00)];
        Expect.Unavailable(Unavailability.Busy, stage.Bid("C", 90_00).Answer);
        Expect.Waits(held);
        var inTime = stage.Bid("C", 90_00, stamp: stage.Actor.ClosesAt.AddTicks(-1));
        stage.Write();
        Expect.Accepted(2, inTime.Answer);
    }

    [Fact]
    public void A_pause_refuses_held_bids_once_it_is_durable()
    {
        var stage = Stage.Set().AtEnd(0.1);
        var held = stage.Bid("A", 20_00);
        stage.Do(new Pause(Given.Operator));
        Expect.Waits(held);
        stage.Write();
        Expect.Refused(Refusal.Paused, held.Answer);
    }

    [Fact]
    public void A_cancellation_refuses_held_bids_once_it_is_durable()
    {
        var stage = Stage.Set().AtEnd(0.1);
        var held = stage.Bid("A", 20_00);
        stage.Do(new Withdraw(Given.Operator, AsOperator: true, "stolen"));
        Expect.Waits(held);
        stage.Write();
        Expect.Refused(Refusal.Cancelled, held.Answer);
    }

    [Fact]
    public void An_operators_closing_refuses_held_bids_once_it_is_durable()
    {
        var stage = Stage.Set().AtEnd(0.1);
        var held = stage.Bid("A", 20_00);
        stage.Do(new CloseNow(Given.Operator));
        Expect.Waits(held);
        stage.Write();
        Expect.Refused(Refusal.Closed, held.Answer);
        Assert.Equal(AuctionStatus.Unsold, stage.View.Status);
    }

    [Fact]
    public void An_in_time_bid_after_the_hammer_is_refused()
    {
        var stage = Stage.Set().AtEnd(0.5);
        stage.Wake();
        var tooLate = stage.Bid("A", 20_00, stamp: stage.Actor.ClosesAt.AddTicks(-1));
        stage.Write();
        Expect.Refused(Refusal.Closed, tooLate.Answer);
    }

    [Fact]
    public void The_hammer_counts_bids_that_are_not_durable_yet()
    {
        var stage = Stage.Set().AtEnd(-1);
        stage.Bid("A", 20_00);
        stage.Take();
        stage.Bid("B", 90_00);
        stage.AtEnd(0.5).Wake();
        stage.Commit();
        Assert.Equal(AuctionStatus.Open, stage.View.Status);
        stage.Write();
        Assert.Equal((AuctionStatus.Sold, 20_50L), (stage.View.Status, stage.View.Price));
    }

    [Fact]
    public void An_auction_not_yet_created_has_no_end_to_move()
    {
        var stage = Stage.New();
        stage.Actor.ExtendForFault(stage.Now.AddMinutes(10), ExtensionCause.Outage, stage.Now);
        stage.Wake();
        Assert.False(stage.Actor.HasBatch);
    }
}
