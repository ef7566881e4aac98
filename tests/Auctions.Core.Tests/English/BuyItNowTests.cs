namespace Auctions.Core.Tests;

/// <summary>Buy-it-now: when it is offered, and that it ends the auction.</summary>
public sealed class BuyItNowTests
{
    private static long? Offered(Scenario scenario) => AuctionView.Of(scenario.State).BuyItNow;

    [Fact]
    public void Buying_now_ends_the_auction_at_its_price()
    {
        var scenario = Given.Auction(opening: 100_00, buyItNow: 130_00).BuyNow("B").IsSoldTo("B", 130_00);
        Assert.Equal(scenario.Now, scenario.State.ClosesAt);
        Assert.Equal(1, scenario.State.BidCount);
        scenario.Refuses(Refusal.Closed, "A", 500_00);
    }

    [Fact]
    public void Buying_now_is_two_events_of_one_decision()
    {
        var scenario = Given.Auction(opening: 100_00, buyItNow: 130_00);
        var stamp = scenario.Now.AddMilliseconds(-2);
        var key = BidKey.Of(Given.Person("B"), Given.Id, "k");
        var decision = scenario.TryBuyNow("B", stamp, "k");
        Assert.Equal(
            Decision.Accept(
                new LotBoughtNow(scenario.Now, stamp, Given.Person("B"), 1, key, 130_00),
                new AuctionClosed(scenario.Now, ClosingCause.BuyItNow, Given.Person("B"), 130_00, PersonId.None)),
            decision);
    }

    [Fact]
    public void Without_a_reserve_it_disappears_with_the_first_bid()
    {
        var scenario = Given.Auction(opening: 100_00, buyItNow: 130_00);
        Assert.Equal(130_00, Offered(scenario));
        Assert.Null(Offered(scenario.Bid("A", 100_00)));
        Expect.Refused(Refusal.BuyItNowUnavailable, scenario.TryBuyNow("B"));
    }

    [Fact]
    public void With_a_reserve_it_stays_until_the_reserve_is_met()
    {
        var scenario = Given.Auction(opening: 100_00, reserve: 200_00, buyItNow: 300_00)
            .Bid("A", 150_00)
            .Bid("B", 160_00);
        Assert.Equal(300_00, Offered(scenario));
        Assert.Null(Offered(scenario.Bid("B", 200_00)));
        Expect.Refused(Refusal.BuyItNowUnavailable, scenario.TryBuyNow("C"));
    }

    [Fact]
    public void With_bids_below_the_reserve_it_sells_over_their_heads()
    {
        var scenario = Given.Auction(opening: 100_00, reserve: 200_00, buyItNow: 300_00)
            .Bid("A", 150_00)
            .BuyNow("C")
            .IsSoldTo("C", 300_00);
        Assert.Equal((Given.Person("A"), 150_00L), (scenario.State.Underbidder, scenario.State.UnderbidderMaximum));
        Assert.Equal(2, scenario.State.LeaderNumber);
    }

    [Fact]
    public void The_leader_may_buy_now()
    {
        var scenario = Given.Auction(opening: 100_00, reserve: 200_00, buyItNow: 300_00)
            .Bid("A", 150_00)
            .BuyNow("A")
            .IsSoldTo("A", 300_00);
        Assert.Equal(PersonId.None, scenario.State.Underbidder);
        Assert.Equal(1, scenario.State.LeaderNumber);
    }

    [Fact]
    public void After_dropping_the_reserve_it_disappears_with_the_next_bid()
    {
        var scenario = Given.Auction(opening: 100_00, reserve: 200_00, buyItNow: 300_00)
            .Bid("A", 150_00)
            .LowerReserve(0);
        Assert.Equal(300_00, Offered(scenario));
        Assert.Null(Offered(scenario.Bid("B", 120_00)));
    }

    [Fact]
    public void Where_none_was_offered_nobody_can_buy_now() =>
        Expect.Refused(Refusal.BuyItNowUnavailable, Given.Auction().TryBuyNow("B"));

    [Fact]
    public void It_is_not_offered_after_the_end()
    {
        Assert.Null(Offered(Given.Auction(opening: 100_00, buyItNow: 130_00).Close()));
        Assert.Null(Offered(Given.Auction(opening: 100_00, buyItNow: 130_00).Cancel()));
    }

    [Fact]
    public void The_seller_cannot_buy_the_own_lot() =>
        Expect.Refused(Refusal.OwnAuction, Given.Auction(opening: 100_00, buyItNow: 130_00).TryBuyNow("seller"));

    [Fact]
    public void Buying_now_after_the_end_and_before_the_hammer_is_held()
    {
        var scenario = Given.Auction(opening: 100_00, buyItNow: 130_00).AtEnd(0.2);
        Expect.Held(scenario.TryBuyNow("B"));
        Expect.Held(scenario.TryBuyNow("B", Given.Closes));
    }

    [Fact]
    public void Buying_now_after_the_end_is_late_before_the_offer_is_looked_at()
    {
        Expect.Held(Given.Auction(opening: 100_00).AtEnd(0.2).TryBuyNow("B"));
        Expect.Held(Given.Auction(opening: 100_00, buyItNow: 130_00).AtEnd(0.2).HoldingAtMost(0).TryBuyNow("B"));
        Expect.Refused(
            Refusal.BuyItNowUnavailable,
            Given.Auction(opening: 100_00).AtEnd(0.2).TryBuyNow("B", Given.Closes.AddTicks(-1)));
    }

    [Fact]
    public void Buying_now_stamped_in_time_counts_until_the_hammer() =>
        Given.Auction(opening: 100_00, buyItNow: 130_00)
            .AtEnd(0.2)
            .BuyNow("B", Given.Closes.AddTicks(-1))
            .IsSoldTo("B", 130_00);

    [Fact]
    public void Bought_over_equal_maxima_the_earlier_is_the_underbidder()
    {
        var state = Given.Auction(opening: 100_00, reserve: 200_00, buyItNow: 300_00)
            .Bid("A", 150_00)
            .Bid("B", 150_00)
            .BuyNow("C")
            .State;
        Assert.Equal((Given.Person("A"), 150_00L), (state.Underbidder, state.UnderbidderMaximum));
    }

    [Fact]
    public void Nobody_is_the_own_underbidder()
    {
        var state = Given.Auction(opening: 100_00, reserve: 200_00, buyItNow: 300_00)
            .Bid("A", 150_00)
            .Bid("B", 150_00)
            .BuyNow("B")
            .State;
        Assert.Equal((Given.Person("B"), Given.Person("A")), (state.Buyer, state.Underbidder));
    }

    [Fact]
    public void Bought_in_time_but_decided_after_the_end_the_answer_names_the_end_in_force()
    {
        var scenario = Given.Auction(opening: 100_00, buyItNow: 130_00)
            .AtEnd(0.2)
            .BuyNow("B", Given.Closes.AddTicks(-1));
        Assert.Equal(scenario.State.ClosesAt, scenario.Auction.Bids[0].ClosesAt);
    }

    [Theory]
    [InlineData(100_00, 130_00, true)]
    [InlineData(100_00, 129_99, false)]
    [InlineData(1, 2, true)]
    [InlineData(1, 1, false)]
    [InlineData(99_99, 129_99, true)]
    [InlineData(99_99, 129_98, false)]
    public void It_is_at_least_130_percent_of_the_opening_price(long opening, long buyItNow, bool valid) =>
        Assert.Equal(valid, !TermsCheck.Check(Given.Terms(opening, buyItNow: buyItNow)).Any());
}
