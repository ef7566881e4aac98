using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;

namespace Auctions.Engine.Tests;

/// <summary>What leaves for the journal, and when.</summary>
public sealed class BatchTests
{
    [Fact]
    public void At_most_one_batch_is_on_its_way()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Take();
        stage.Bid("B", 30_00);
        Assert.False(stage.Actor.HasBatch);
        Assert.Null(stage.Actor.TakeBatch());
        stage.Commit();
        Assert.True(stage.Actor.HasBatch);
    }

    [Fact]
    public void There_is_no_batch_where_nothing_is_decided()
    {
        var stage = Stage.Set();
        Assert.Null(stage.Actor.TakeBatch());
        stage.Bid("A", 1);
        Assert.Null(stage.Actor.TakeBatch());
    }

    [Fact]
    public void Everything_decided_meanwhile_leaves_together()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Take();
        for (var bid = 0; bid < 100; bid++)
        {
            stage.Bid($"B{bid}", 30_00 + (bid * 100_00));
        }

        stage.Commit();
        var batch = stage.Take();
        Assert.Equal((3, 102, 100), (batch.FirstSequence, batch.LastSequence, batch.Events.Count));
        Assert.Equal(100, stage.Commit().Count);
    }

    [Fact]
    public void Batches_follow_each_other_without_a_hole()
    {
        var stage = Stage.Set(limits: Given.Limits with { SegmentBytesMax = 300 });
        var last = 1L;
        for (var bid = 0; bid < 20; bid++)
        {
            stage.Bid($"B{bid}", 30_00 + (bid * 100_00));
        }

        while (stage.Actor.HasBatch)
        {
            Assert.Equal(last + 1, stage.Take().FirstSequence);
            last = stage.OnItsWay!.LastSequence;
            stage.Commit();
        }

        Assert.Equal(21, last);
    }

    [Fact]
    public void A_segment_stays_within_its_bytes()
    {
        var limits = Given.Limits with { SegmentBytesMax = 4_096 };
        var stage = Stage.Set(limits: limits);
        for (var bid = 0; bid < 500; bid++)
        {
            stage.Bid($"B{bid}", 30_00 + (bid * 1_000));
        }

        var batches = 0;
        while (stage.Actor.HasBatch)
        {
            Assert.InRange(EventCodec.Encode(stage.Take().Events).Length, 1, limits.SegmentBytesMax);
            stage.Commit();
            batches++;
        }

        // The bound is used, not feared: a bid takes less than 112 bytes.
        Assert.InRange(batches, 2, 1 + (500 * 112 / 4_000));
    }

    [Fact]
    public void A_decision_larger_than_a_segment_leaves_alone()
    {
        var stage = Stage.Set(Given.Terms(buyItNow: 50_00), Given.Limits with { SegmentBytesMax = 1 });
        stage.Do(new Pause(Given.Operator));
        stage.Do(new Resume(Given.Operator));
        Assert.Single(stage.Take().Events);
        stage.Commit();
        Assert.Single(stage.Take().Events);
    }

    [Fact]
    public void The_events_of_one_decision_are_never_apart()
    {
        // Room for one event and a half: the pair must wait for the next segment, whole.
        var room = EventCodec.SizeBound(new AuctionPaused(Given.Start, Given.Operator));
        var stage = Stage.Set(Given.Terms(buyItNow: 50_00), Given.Limits with { SegmentBytesMax = room * 5 / 2 });
        stage.Do(new LowerReserve(Given.Seller, 0));
        stage.Do(new ExtendEnd(Given.Operator, Given.Start.AddHours(2)));
        var bought = stage.BuyNow("A");
        Assert.Single(stage.Take().Events);
        Expect.Waits(bought);
        stage.Commit();
        Assert.Collection(
            stage.Take().Events,
            happened => Assert.IsType<LotBoughtNow>(happened),
            happened => Assert.IsType<AuctionClosed>(happened));
        stage.Commit();
        Expect.Accepted(bought.Answer);
    }

    [Fact]
    public void A_batch_knows_the_state_after_its_last_event_for_good()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        var batch = stage.Take();
        stage.Bid("B", 90_00);
        Assert.Equal((2, 1, 10_00L), (batch.After.Sequence, batch.After.BidCount, batch.After.Price));
    }

    [Fact]
    public void Only_a_hammer_bounds_when_a_batch_may_be_written()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        Assert.Null(stage.Take().NotBefore);
        stage.Commit();
        stage.Do(new CloseNow(Given.Operator));
        Assert.Null(stage.Take().NotBefore);
    }

    [Fact]
    public void A_segment_with_a_hammer_is_not_written_before_the_end_and_the_drain()
    {
        var stage = Stage.Set().AtEnd(-1);
        stage.Bid("A", 20_00);
        stage.AtEnd(3);
        stage.Wake();
        var end = stage.Actor.ClosesAt;
        Assert.Equal(end + Given.Drain, stage.Take().NotBefore);
    }

    [Fact]
    public void The_bound_follows_the_end_in_force_when_the_hammer_fell()
    {
        var stage = Stage.Set(Given.Terms(soft: Given.FromNow(60))).AtEnd(-1);
        stage.Bid("A", 20_00);
        stage.AtEnd(1);
        stage.Wake();
        Assert.Equal(Given.Start.AddHours(1).AddSeconds(59) + Given.Drain, stage.Take().NotBefore);
    }

    [Fact]
    public void A_queue_of_waiting_bids_has_a_bound()
    {
        var stage = Stage.Set(limits: Given.Limits with { QueueDepthMax = 3 });
        Ticket[] fit = [stage.Bid("A", 20_00), stage.Bid("B", 30_00), stage.Bid("C", 40_00)];
        Expect.Unavailable(Unavailability.Busy, stage.Bid("D", 90_00).Answer);
        Expect.Waits(fit);
        stage.Write();
        var afterwards = stage.Bid("D", 90_00);
        stage.Write();
        Expect.Accepted(5, afterwards.Answer);
    }

    [Fact]
    public void Operators_are_exempt_from_the_bound()
    {
        var stage = Stage.Set(limits: Given.Limits with { QueueDepthMax = 1 });
        stage.Bid("A", 20_00);
        Expect.Unavailable(Unavailability.Busy, stage.Bid("B", 30_00).Answer);
        var pause = stage.Do(new Pause(Given.Operator));
        var close = stage.Do(new CloseNow(Given.Operator));
        Expect.Waits(pause, close);
        stage.Write();
        Assert.Equal(AuctionStatus.Sold, Expect.View(close.Answer).Status);
    }
}
