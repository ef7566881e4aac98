namespace Auctions.Core.Tests;

/// <summary>Who leads at which price: the vectors of docs/rules.md.</summary>
public sealed class ProxyBiddingTests
{
    private static Scenario ShowsA12750UpTo150() => Given.Auction(opening: 99_00)
        .Bid("A", 150_00)
        .Bid("X", 125_00)
        .Leads("A", 127_50);

    [Fact]
    public void The_first_bid_leads_at_the_opening_price() =>
        Given.Auction(opening: 99_00).Bid("A", 175_00).Leads("A", 99_00);

    [Fact]
    public void The_first_bid_may_be_the_opening_price_itself() =>
        Given.Auction(opening: 99_00).Bid("A", 99_00).Leads("A", 99_00);

    [Fact]
    public void A_first_bid_below_the_opening_price_is_refused() =>
        Given.Auction(opening: 99_00).Refuses(Refusal.BelowMinimum, "A", 98_99);

    [Fact]
    public void A_lower_bid_lifts_the_leader_one_increment_above_it() =>
        ShowsA12750UpTo150().Bid("B", 130_00).Leads("A", 132_50);

    [Fact]
    public void A_higher_bid_takes_the_lead_one_increment_above_the_old_maximum() =>
        ShowsA12750UpTo150().Bid("B", 200_00).Leads("B", 152_50);

    [Fact]
    public void The_leader_never_pays_more_than_the_own_maximum() =>
        Given.Auction(opening: 9_99).Bid("A", 12_00).Bid("B", 11_75).Leads("A", 12_00);

    [Fact]
    public void A_new_leader_never_pays_more_than_the_own_maximum() =>
        Given.Auction(opening: 50, increments: Given.Flat(10))
            .Bid("A", 96)
            .Bid("X", 80)
            .Leads("A", 90)
            .Bid("B", 100)
            .Leads("B", 100);

    [Fact]
    public void Of_equal_maxima_the_earlier_leads_at_that_maximum() =>
        Given.Auction(opening: 99_00).Bid("A", 100_00).Bid("B", 100_00).Leads("A", 100_00);

    [Fact]
    public void The_first_auction_of_the_real_data_ends_as_recorded() =>
        Given.Auction(opening: 99_00)
            .Bid("A", 175_00)
            .Bid("B", 100_00)
            .Bid("C", 120_00)
            .Bid("C", 150_00)
            .Bid("D", 177_50)
            .Leads("D", 177_50)
            .AtEnd(0.5)
            .Hammer()
            .IsSoldTo("D", 177_50);

    [Fact]
    public void The_increment_is_read_at_the_underbidder_not_at_the_leader() =>
        // 0.50 at 24.99; at the leader's 500.00 it would be 10.00.
        Given.Auction(opening: 1_00).Bid("A", 500_00).Bid("B", 24_99).Leads("A", 25_49);

    [Fact]
    public void The_minimum_bid_is_one_increment_above_the_price() =>
        ShowsA12750UpTo150()
            .Refuses(Refusal.BelowMinimum, "B", 129_99)
            .Bid("B", 130_00);

    [Fact]
    public void A_bid_may_beat_the_hidden_maximum_by_less_than_an_increment() =>
        ShowsA12750UpTo150().Bid("B", 150_01).Leads("B", 150_01);

    [Fact]
    public void The_price_does_not_fall_when_the_underbidder_of_before_bids_again() =>
        Given.Auction(opening: 99_00)
            .Bid("A", 150_00)
            .Bid("B", 140_00)
            .Leads("A", 142_50)
            .Bid("B", 145_00)
            .Leads("A", 147_50);

    [Fact]
    public void The_leader_raises_the_own_maximum_and_the_price_stays() =>
        ShowsA12750UpTo150().Bid("A", 300_00).Leads("A", 127_50).Bid("B", 200_00).Leads("A", 202_50);

    [Fact]
    public void The_leader_may_raise_by_a_cent_even_below_the_minimum_bid() =>
        Given.Auction(opening: 99_00).Bid("A", 99_00).Bid("A", 99_01).Leads("A", 99_00);

    [Theory]
    [InlineData(150_00)]
    [InlineData(149_99)]
    [InlineData(1_00)]
    public void The_leader_is_refused_what_does_not_exceed_the_own_maximum(long amount) =>
        ShowsA12750UpTo150().Refuses(Refusal.NotAboveOwnMaximum, "A", amount);

    [Fact]
    public void Who_was_outbid_must_meet_the_minimum_bid_like_anyone() =>
        ShowsA12750UpTo150().Refuses(Refusal.BelowMinimum, "X", 129_99);

    [Fact]
    public void A_refused_bid_leaves_no_trace()
    {
        var scenario = ShowsA12750UpTo150();
        var before = EverythingOf.Auction(scenario.Auction);
        scenario.Refuses(Refusal.BelowMinimum, "B", 1).Refuses(Refusal.OwnAuction, "seller", 200_00);
        Assert.Equal(before, EverythingOf.Auction(scenario.Auction));
    }

    [Fact]
    public void Bidders_are_numbered_in_the_order_of_their_first_accepted_bids()
    {
        var scenario = Given.Auction(opening: 1_00)
            .Refuses(Refusal.BelowMinimum, "Z", 1)
            .Bid("C", 10_00)
            .Bid("A", 20_00)
            .Bid("C", 30_00)
            .Bid("B", 40_00);
        Assert.Equal(
            [1, 2, 1, 3],
            scenario.Journal.OfType<BidPlaced>().Select(bid => bid.BidderNumber));
        Assert.Equal(3, scenario.State.LeaderNumber);
    }

    [Fact]
    public void Every_bidder_counts_once_however_many_bids_and_whether_they_lead()
    {
        var scenario = Given.Auction(opening: 100_00, reserve: 500_00, buyItNow: 600_00);
        Assert.Equal(0, scenario.State.BidderCount);
        Assert.Equal(2, scenario.Bid("A", 200_00).Bid("B", 150_00).State.BidderCount);
        Assert.Equal(2, scenario.Bid("A", 250_00).Bid("B", 300_00).State.BidderCount);
        Assert.Equal(3, scenario.BuyNow("C").State.BidderCount);

        var again = Given.Auction(opening: 100_00, reserve: 500_00, buyItNow: 600_00);
        Assert.Equal(2, again.Bid("A", 200_00).Bid("B", 150_00).BuyNow("A").State.BidderCount);
    }

    [Fact]
    public void The_underbidder_is_the_highest_who_does_not_lead()
    {
        var scenario = Given.Auction(opening: 1_00).Bid("A", 50_00).Bid("B", 20_00);
        Assert.Equal((Given.Person("B"), 20_00L), (scenario.State.Underbidder, scenario.State.UnderbidderMaximum));
        scenario.Bid("C", 60_00);
        Assert.Equal((Given.Person("A"), 50_00L), (scenario.State.Underbidder, scenario.State.UnderbidderMaximum));
        scenario.Bid("C", 70_00);
        Assert.Equal((Given.Person("A"), 50_00L), (scenario.State.Underbidder, scenario.State.UnderbidderMaximum));
    }

    [Fact]
    public void Of_equal_underbidders_the_earlier_counts()
    {
        var scenario = Given.Auction(opening: 1_00).Bid("A", 50_00).Bid("B", 50_00).Bid("C", 60_00);
        Assert.Equal((Given.Person("A"), 50_00L), (scenario.State.Underbidder, scenario.State.UnderbidderMaximum));
    }

    [Fact]
    public void An_accepted_bid_is_one_event_that_carries_what_was_decided()
    {
        var scenario = ShowsA12750UpTo150();
        var stamp = scenario.Now.AddMilliseconds(-3);
        var key = BidKey.Of(Given.Person("B"), Given.Id, "k");
        var bid = Expect.Happened<BidPlaced>(scenario.TryBid("B", 130_00, stamp, "k"));
        Assert.Equal(
            new BidPlaced(
                scenario.Now, stamp, Given.Person("B"), 3, key, 130_00, 132_50, Leads: false, ReserveMet: true, null),
            bid);
    }
}
