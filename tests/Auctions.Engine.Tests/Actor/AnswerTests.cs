using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Tests;

/// <summary>An answer waits until what it rests on is durable, and shows durable state only.</summary>
public sealed class AnswerTests
{
    [Fact]
    public void A_bid_is_answered_once_its_own_event_is_durable()
    {
        var stage = Stage.Set();
        var bid = stage.Bid("A", 20_00);
        Expect.Waits(bid);
        stage.Take();
        Expect.Waits(bid);
        Assert.Equal([bid], stage.Commit());
        Expect.Accepted(2, bid.Answer);
    }

    [Fact]
    public void A_bid_decided_while_a_write_is_on_its_way_waits_for_the_next()
    {
        var stage = Stage.Set();
        var first = stage.Bid("A", 20_00);
        stage.Take();
        var second = stage.Bid("B", 30_00);
        Assert.Equal([first], stage.Commit());
        Expect.Waits(second);
        stage.Take();
        Assert.Equal([second], stage.Commit());
        Expect.Accepted(3, second.Answer);
    }

    [Fact]
    public void Tickets_are_released_in_the_order_they_were_decided()
    {
        var stage = Stage.Set();
        Ticket[] bids = [stage.Bid("A", 20_00), stage.Bid("B", 30_00), stage.Bid("C", 12_00), stage.Bid("A", 90_00)];
        stage.Take();
        Assert.Equal(bids, stage.Commit());
    }

    [Fact]
    public void Every_bid_is_told_the_figures_after_itself()
    {
        var stage = Stage.Set();
        var first = stage.Bid("A", 20_00);
        var second = stage.Bid("B", 15_00);
        var third = stage.Bid("C", 30_00);
        stage.Write();
        Figures(first, 10_00, 10_50, BidStatus.Leading);
        Figures(second, 15_50, 16_00, BidStatus.Outbid);
        Figures(third, 20_50, 21_00, BidStatus.Leading);

        static void Figures(Ticket ticket, long price, long minimum, BidStatus status)
        {
            var answer = Expect.Accepted(ticket.Answer);
            Assert.Equal((price, minimum, status), (answer.Bid.Price, answer.MinimumBid, answer.Bid.Status));
        }
    }

    [Fact]
    public void The_view_shows_nothing_before_it_is_durable()
    {
        var stage = Stage.Set();
        var before = stage.View;
        stage.Bid("A", 20_00);
        Assert.Equal(before, stage.View);
        stage.Take();
        stage.Bid("B", 30_00);
        Assert.Equal(before, stage.View);
        stage.Commit();
        Assert.Equal((2, 1, 10_00L), (stage.View.Sequence, stage.View.BidCount, stage.View.Price));
        stage.Write();
        Assert.Equal((3, 2, 20_50L), (stage.View.Sequence, stage.View.BidCount, stage.View.Price));
    }

    [Fact]
    public void An_auction_has_no_view_before_its_creation_is_durable()
    {
        var stage = Stage.New();
        var creation = stage.Do(new CreateAuction(Given.Terms()));
        var repeated = stage.Do(new CreateAuction(Given.Terms(title: "Another lot")));
        Assert.Null(stage.Actor.View);
        Expect.Waits(creation, repeated);
        stage.Write();
        Assert.Equal("A lot", Expect.View(creation.Answer).Title);
        Assert.Equal(stage.View, Expect.View(repeated.Answer));
    }

    [Fact]
    public void An_operators_command_is_answered_with_the_durable_view()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        var pause = stage.Do(new Pause(Given.Operator));
        stage.Take();
        stage.Bid("B", 90_00);
        stage.Do(new Resume(Given.Operator));
        stage.Commit();
        Assert.Equal(AuctionStatus.Paused, Expect.View(pause.Answer).Status);
    }

    [Fact]
    public void A_command_that_changes_nothing_waits_for_the_state_it_found()
    {
        var stage = Stage.Set();
        stage.Do(new Pause(Given.Operator));
        var again = stage.Do(new Pause(Given.Operator));
        Expect.Waits(again);
        stage.Write();
        Assert.Equal(AuctionStatus.Paused, Expect.View(again.Answer).Status);
        Assert.Equal(stage.View, Expect.View(stage.Do(new Pause(Given.Operator)).Answer));
    }

    [Fact]
    public void Buying_now_is_answered_once_bid_and_closing_are_durable()
    {
        var stage = Stage.Set(Given.Terms(buyItNow: 50_00));
        var bought = stage.BuyNow("A");
        Assert.Equal(2, stage.Take().Events.Count);
        Expect.Waits(bought);
        stage.Commit();
        var answer = Expect.Accepted(2, bought.Answer);
        Assert.Equal((BidStatus.Won, 50_00L, null), (answer.Bid.Status, answer.Bid.Price, answer.MinimumBid));
        Assert.Equal(AuctionStatus.Sold, stage.View.Status);
    }

    [Fact]
    public void An_actor_is_idle_only_when_nothing_is_decided_on_its_way_or_waiting()
    {
        var stage = Stage.Set();
        Assert.True(stage.Actor.IsIdle);
        stage.Bid("A", 20_00);
        Assert.False(stage.Actor.IsIdle);
        stage.Take();
        Assert.False(stage.Actor.IsIdle);
        stage.Commit();
        Assert.True(stage.Actor.IsIdle);
    }
}
