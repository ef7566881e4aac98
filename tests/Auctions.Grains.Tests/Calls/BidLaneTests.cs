using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Grains.Calls;
using Auctions.Grains.Messages;
using Auctions.Grains.Tests.Support;

namespace Auctions.Grains.Tests.Calls;

/// <summary>How the bids of one auction leave a front end.</summary>
public sealed class BidLaneTests
{
    private static readonly UnavailableAnswer Moving = new(Unavailability.Moving);
    private static readonly UnavailableAnswer Unknown = new(Unavailability.OutcomeUnknown);

    [Fact]
    public void While_few_calls_are_under_way_a_bid_leaves_at_once()
    {
        var lane = new Lane();
        lane.Bid(1, 4);
        Assert.Equal([1, 1, 1, 1], lane.Grain.Calls.Select(call => call.Bids.Length));
        lane.Bid(5);
        Assert.Equal(4, lane.Grain.Calls.Count);
    }

    [Fact]
    public void What_came_meanwhile_leaves_together_in_its_order_when_a_call_comes_back()
    {
        var lane = new Lane();
        lane.Bid(1, 4);
        lane.Bid(100, 100);
        lane.Grain.Calls[2].Accept();
        var next = lane.Call(4);
        Assert.Equal(Enumerable.Range(100, 64).Select(amount => (long)amount), next.Bids.Select(bid => bid.Amount));
        lane.Grain.Calls[0].Accept();
        Assert.Equal(36, lane.Call(5).Bids.Length);
    }

    [Fact]
    public void Each_bid_keeps_its_own_stamp_and_gets_its_own_answer()
    {
        var lane = new Lane();
        lane.Bid(1, 4);
        var first = lane.Bid(10);
        lane.Time.Advance(TimeSpan.FromMilliseconds(100));
        var second = lane.Bid(20);
        lane.Grain.Calls[0].Accept();
        var call = lane.Call(4);
        Assert.Equal(TimeSpan.TicksPerMillisecond * 100, call.Bids[1].Stamp - call.Bids[0].Stamp);
        call.Answer(GrainCall.Accepted(call.Bids[0]), BidReply.Of(new RefusedAnswer(Refusal.BelowMinimum, 10, 15)));
        var accepted = Assert.IsType<BidAnswer>(lane.Answer(first));
        Assert.Equal((10, new BidKey(10)), (accepted.Bid.Sequence, accepted.Bid.Key));
        Assert.Equal(new RefusedAnswer(Refusal.BelowMinimum, 10, 15), lane.Answer(second));
    }

    [Fact]
    public void A_refusal_decided_at_once_does_not_wait_for_the_disk_of_the_others()
    {
        var lane = new Lane();
        lane.Bid(1, 4);
        var waits = lane.Bid(10);
        var refused = lane.Bid(5);
        lane.Grain.Calls[0].Accept();
        var call = lane.Call(4);
        var early = BidReply.Of(new RefusedAnswer(Refusal.BelowMinimum, 10, 15));
        call.Early!.Answered(call.Number, [default, early]);
        Assert.Equal(new RefusedAnswer(Refusal.BelowMinimum, 10, 15), lane.Answer(refused));
        Assert.False(waits.IsCompleted);
        call.Answer(GrainCall.Accepted(call.Bids[0]), early);
        Assert.IsType<BidAnswer>(lane.Answer(waits));
    }

    [Fact]
    public void A_lost_call_is_sent_again_with_the_same_key_and_its_answer_is_the_first_one()
    {
        var lane = new Lane();
        var bid = lane.Bid(10);
        lane.Grain.Calls[0].Fail(new TimeoutException());
        var again = lane.Call(1);
        Assert.Equal(lane.Grain.Calls[0].Bids, again.Bids);
        again.Answer(GrainCall.Accepted(again.Bids[0]) with { Replayed = true });
        Assert.True(Assert.IsType<BidAnswer>(lane.Answer(bid)).Replayed);
    }

    [Fact]
    public void A_call_lost_again_and_again_is_that_many_unknown_outcomes()
    {
        var lane = new Lane(new GrainOptions { CallsPerAuctionMax = 1 });
        var first = lane.Bid(1);
        var others = lane.Bid(2, 5);
        var answered = 0;
        lane.PassUntil(() =>
        {
            for (; answered < lane.Grain.Calls.Count; answered++)
            {
                lane.Grain.Calls[answered].Fail(new Orleans.Runtime.SiloUnavailableException());
            }

            return others.Append(first).All(bid => bid.IsCompleted);
        });
        Assert.All(others.Append(first), bid => Assert.Equal(Unknown, bid.Result));
        Assert.InRange(answered, 5, 60);
    }

    [Fact]
    public void A_call_that_shows_no_life_is_sent_again_and_what_comes_first_is_the_answer()
    {
        var lane = new Lane();
        var (first, second) = (lane.Bid(10), lane.Bid(20));
        lane.Call(3);
        var again = lane.Grain.Calls.Skip(2).ToList();
        Assert.Equal([10, 20], again.Select(call => Assert.Single(call.Bids).Amount).Order());
        lane.Grain.Calls[0].Accept();
        Assert.IsType<BidAnswer>(lane.Answer(first));
        again.Single(call => call.Bids[0].Amount == 20).Answer(new RefusedAnswer(Refusal.BelowMinimum, 10, 15));
        Assert.IsType<RefusedAnswer>(lane.Answer(second));
    }

    [Fact]
    public void After_a_call_that_shows_no_life_it_is_unknown_whether_the_bid_was_placed()
    {
        var lane = new Lane();
        var bid = lane.Bid(10);
        lane.Call(1).Answer(new RefusedAnswer(Refusal.NotOpen));
        Assert.Equal(Unknown, lane.Answer(bid));
    }

    [Fact]
    public void Once_a_silo_is_gone_calls_under_way_are_sent_again_at_once()
    {
        var lane = new Lane();
        var began = lane.Time.GetTimestamp();
        var bid = lane.Bid(10);
        lane.Services.Patience.End();
        lane.PassUntil(() => lane.Grain.Calls.Count > 1, TimeSpan.FromMilliseconds(1));
        Assert.InRange(lane.Time.GetElapsedTime(began), TimeSpan.Zero, CallPatience.First);
        lane.Grain.Calls[1].Accept();
        Assert.IsType<BidAnswer>(lane.Answer(bid));
    }

    [Fact]
    public void A_bid_that_met_a_moving_auction_is_sent_again()
    {
        var lane = new Lane();
        var bid = lane.Bid(10);
        lane.Grain.Calls[0].Answer(Moving);
        lane.Call(1).Accept();
        Assert.IsType<BidAnswer>(lane.Answer(bid));
    }

    [Fact]
    public void A_bid_that_met_only_moving_auctions_was_certainly_not_placed()
    {
        var lane = new Lane();
        var bid = lane.Bid(10);
        var answered = 0;
        lane.PassUntil(() =>
        {
            for (; answered < lane.Grain.Calls.Count; answered++)
            {
                lane.Grain.Calls[answered].Answer(Moving);
            }

            return bid.IsCompleted;
        });
        Assert.Equal(Moving, lane.Answer(bid));
    }

    [Theory]
    [InlineData(Refusal.BelowMinimum, true)]
    [InlineData(Refusal.Closed, true)]
    [InlineData(Refusal.NotOpen, false)]
    [InlineData(Refusal.Paused, false)]
    public void After_a_lost_call_a_refusal_is_told_only_if_no_later_copy_can_be_accepted(
        Refusal refusal, bool isTold)
    {
        var lane = new Lane();
        var bid = lane.Bid(10);
        lane.Grain.Calls[0].Fail(new TimeoutException());
        lane.Call(1).Answer(new RefusedAnswer(refusal));
        Assert.Equal(isTold ? new RefusedAnswer(refusal) : Unknown, lane.Answer(bid));
    }

    [Fact]
    public void A_call_that_was_turned_away_was_not_carried_out()
    {
        var lane = new Lane();
        var bid = lane.Bid(10);
        lane.Grain.Calls[0].Fail(new Orleans.Runtime.LimitExceededException("full"));
        lane.Call(1).Answer(new RefusedAnswer(Refusal.NotOpen));
        Assert.Equal(new RefusedAnswer(Refusal.NotOpen), lane.Answer(bid));
    }

    [Fact]
    public void Without_a_silo_a_bid_waits_for_one_and_was_certainly_not_placed_if_none_came()
    {
        var lane = new Lane { IsConnected = false };
        Assert.Equal(Moving, lane.Answer(lane.Bid(10)));
        Assert.Empty(lane.Grain.Calls);
    }

    [Fact]
    public void A_bid_that_waits_for_a_silo_leaves_once_there_is_one()
    {
        var lane = new Lane { IsConnected = false };
        var bid = lane.Bid(20);
        lane.IsConnected = true;
        lane.Call(0).Accept();
        Assert.IsType<BidAnswer>(lane.Answer(bid));
    }

    [Fact]
    public void Bids_beyond_the_bound_are_busy_at_once()
    {
        var lane = new Lane(new GrainOptions { WaitingBidsMax = 3 });
        lane.Bid(1, 7);
        Assert.Equal(new UnavailableAnswer(Unavailability.Busy), lane.Answer(lane.Bid(8)));
    }

    [Fact]
    public void A_bid_that_no_call_took_before_its_deadline_was_certainly_not_placed()
    {
        var lane = new Lane(new GrainOptions { BidsPerCallMax = 1 });
        var calls = lane.Bid(1, 4);
        Assert.Equal(new UnavailableAnswer(Unavailability.Busy), lane.Answer(lane.Bid(5)));
        Assert.DoesNotContain(lane.Grain.Calls, call => call.Bids.Any(bid => bid.Amount == 5));
        foreach (var bid in calls)
        {
            Assert.Equal(Unknown, lane.Answer(bid));
        }
    }

    [Fact]
    public void A_lane_with_nothing_to_send_closes_and_takes_nothing_more()
    {
        var lane = new Lane();
        var bids = lane.Bid(1, 2);
        lane.Grain.Calls[0].Accept();
        lane.Answer(bids[0]);
        Assert.False(lane.IsClosed);
        lane.Grain.Calls[1].Accept();
        lane.PassUntil(() => lane.IsClosed);
        Assert.False(lane.TrySend(9));
    }

    [Fact]
    public void Where_no_silo_is_known_nothing_was_sent()
    {
        var lane = new Lane { IsKnown = false };
        Assert.Equal(Moving, lane.Answer(lane.Bid(10)));
    }

    [Fact]
    public void A_bid_goes_to_the_first_silo_that_becomes_known()
    {
        var lane = new Lane { IsKnown = false };
        var bid = lane.Bid(10);
        lane.IsKnown = true;
        lane.Call(0).Accept();
        Assert.IsType<BidAnswer>(lane.Answer(bid));
    }
}
