namespace Auctions.Core.Tests;

/// <summary>When the hammer falls, to whom, and what becomes of late bids.</summary>
public sealed class HammerTests
{
    [Fact]
    public void The_hammer_never_falls_before_the_end_and_the_drain()
    {
        var scenario = Given.Auction().Bid("A", 150_00);
        Expect.Unchanged(scenario.AtEnd(-1).Do(new FallHammer()));
        Expect.Unchanged(scenario.AtEnd(0).Do(new FallHammer()));
        Expect.Unchanged(scenario.At(Given.Closes.AddSeconds(0.5).AddTicks(-1)).Do(new FallHammer()));
        scenario.AtEnd(0.5).Hammer().IsSoldTo("A", 99_00);
    }

    [Fact]
    public void The_hammer_waits_for_the_end_in_force()
    {
        var scenario = Given.Auction(soft: Given.FromEnd(60, 60)).AtEnd(-1).Bid("A", 150_00);
        Expect.Unchanged(scenario.AtEnd(60.4).Do(new FallHammer()));
        scenario.AtEnd(60.5).Hammer().IsSoldTo("A", 99_00);
    }

    [Fact]
    public void The_hammer_falls_once()
    {
        var scenario = Given.Auction().Bid("A", 150_00).AtEnd(1).Hammer();
        Expect.Unchanged(scenario.Do(new FallHammer()));
        Expect.Unchanged(scenario.Do(new CloseNow(Given.Operator)));
    }

    [Fact]
    public void The_fall_says_who_bought_at_which_price()
    {
        var scenario = Given.Auction().Bid("A", 150_00).Bid("B", 120_00).AtEnd(1);
        Assert.Equal(
            new AuctionClosed(scenario.Now, ClosingCause.Hammer, Given.Person("A"), 122_50, PersonId.None),
            Expect.Happened<AuctionClosed>(scenario.Do(new FallHammer())));
        Assert.Equal(Given.Closes, scenario.State.ClosesAt);
    }

    [Fact]
    public void Without_a_bid_nothing_is_sold() => Given.Auction().AtEnd(1).Hammer().IsUnsold();

    [Fact]
    public void A_bid_stamped_a_tick_before_the_end_counts_until_the_hammer() =>
        Given.Auction().AtEnd(0.4).Bid("A", 150_00, Given.Closes.AddTicks(-1)).Leads("A", 99_00);

    [Fact]
    public void A_bid_stamped_at_the_end_is_held()
    {
        var scenario = Given.Auction().AtEnd(0.4);
        Expect.Held(scenario.TryBid("A", 150_00, Given.Closes));
        Expect.Held(scenario.TryBid("A", 150_00, Given.Closes.AddSeconds(0.3)));
        Assert.Equal(0, scenario.State.BidCount);
    }

    [Fact]
    public void A_held_bid_is_refused_once_the_hammer_fell()
    {
        var scenario = Given.Auction().AtEnd(0.4);
        Expect.Held(scenario.TryBid("A", 150_00, Given.Closes));
        scenario.AtEnd(0.5).Hammer().Refuses(Refusal.Closed, "A", 150_00, Given.Closes);
    }

    [Fact]
    public void An_in_time_bid_after_the_hammer_is_refused() =>
        Given.Auction().AtEnd(0.5).Hammer().Refuses(Refusal.Closed, "A", 150_00, Given.Closes.AddSeconds(-1));

    [Fact]
    public void A_late_bid_is_late_before_its_amount_is_looked_at()
    {
        var scenario = Given.Auction().Bid("A", 150_00).AtEnd(0.1);
        Expect.Held(scenario.TryBid("B", 1));
        Expect.Held(scenario.TryBid("A", 150_00));
        Expect.Held(scenario.HoldingAtMost(1).TryBid("B", 500_00));
    }

    [Fact]
    public void An_operator_closes_at_once_and_without_a_drain()
    {
        var scenario = Given.Auction().Bid("A", 150_00);
        Assert.Equal(
            new AuctionClosed(scenario.Now, ClosingCause.Operator, Given.Person("A"), 99_00, Given.Operator),
            Expect.Happened<AuctionClosed>(scenario.Do(new CloseNow(Given.Operator))));
        Assert.Equal(scenario.Now, scenario.State.ClosesAt);
        scenario.IsSoldTo("A", 99_00).Refuses(Refusal.Closed, "B", 500_00);
    }

    [Fact]
    public void An_operator_closing_below_the_reserve_sells_nothing() =>
        Given.Auction(reserve: 500_00).Bid("A", 150_00).Close().IsUnsold();

    [Fact]
    public void Closing_a_paused_auction_sells_it() =>
        Given.Auction().Bid("A", 150_00).Pause().Close().IsSoldTo("A", 99_00);

    [Fact]
    public void A_closed_auction_closes_again_without_a_change()
    {
        Expect.Unchanged(Given.Auction().Close().Do(new CloseNow(Given.Operator)));
        Expect.Refused(Refusal.Cancelled, Given.Auction().Cancel().Do(new CloseNow(Given.Operator)));
    }

    [Fact]
    public void A_cancelled_auction_has_no_hammer() =>
        Expect.Unchanged(Given.Auction().Cancel().AtEnd(1).Do(new FallHammer()));

    [Fact]
    public void A_clock_that_goes_back_does_not_take_the_time_of_events_back()
    {
        var scenario = Given.Auction().Bid("A", 150_00);
        var first = scenario.Now;
        scenario.At(first.AddMinutes(-30)).Bid("B", 200_00);
        Assert.Equal([first, first], scenario.Journal.Skip(1).Select(happened => happened.At));
        Assert.Equal(first, scenario.State.At);
        scenario.At(first.AddTicks(1)).Bid("C", 300_00);
        Assert.Equal(first.AddTicks(1), scenario.State.At);
    }

    [Fact]
    public void No_kind_of_event_goes_back_with_the_clock()
    {
        var scenario = Given.Auction(reserve: 500_00).AtEnd(-10);
        scenario.Bid("A", 150_00);
        scenario.AtEnd(-3600).LowerReserve(400_00).Extend(Given.Closes.AddHours(1)).Pause().Resume().Close();
        Assert.All(scenario.Journal.Skip(1), happened => Assert.Equal(Given.Closes.AddSeconds(-10), happened.At));
        Assert.Equal(Given.Closes.AddSeconds(-10), scenario.State.ClosesAt);
    }
}
