namespace Auctions.Core.Tests;

/// <summary>The hidden reserve: met by a bid, lowered by the seller, closing without it sells nothing.</summary>
public sealed class ReserveTests
{
    [Fact]
    public void A_first_bid_that_meets_the_reserve_lifts_the_price_to_it()
    {
        var scenario = Given.Auction(opening: 10_00, reserve: 100_00).Bid("A", 150_00).Leads("A", 100_00);
        Assert.True(scenario.State.ReserveMet);
    }

    [Fact]
    public void A_bid_of_exactly_the_reserve_meets_it() =>
        Given.Auction(opening: 10_00, reserve: 100_00)
            .Bid("A", 100_00)
            .Leads("A", 100_00)
            .AtEnd(0.5)
            .Hammer()
            .IsSoldTo("A", 100_00);

    [Fact]
    public void A_cent_below_the_reserve_does_not_meet_it()
    {
        var scenario = Given.Auction(opening: 10_00, reserve: 100_00).Bid("A", 99_99).Leads("A", 10_00);
        Assert.False(scenario.State.ReserveMet);
        Assert.False(AuctionView.Of(scenario.State).ReserveMet);
        scenario.AtEnd(0.5).Hammer().IsUnsold();
    }

    [Fact]
    public void A_new_leader_that_meets_the_reserve_lifts_the_price_to_it() =>
        Given.Auction(opening: 10_00, reserve: 100_00).Bid("A", 50_00).Bid("B", 120_00).Leads("B", 100_00);

    [Fact]
    public void A_reserve_met_by_less_than_the_underbidder_forces_changes_nothing() =>
        Given.Auction(opening: 10_00, reserve: 100_00).Bid("A", 99_00).Bid("B", 120_00).Leads("B", 100_00)
            .Bid("C", 110_00).Leads("B", 112_50);

    [Fact]
    public void The_leaders_own_raise_moves_the_price_only_to_meet_the_reserve() =>
        Given.Auction(opening: 10_00, reserve: 100_00)
            .Bid("A", 50_00)
            .Bid("A", 99_99)
            .Leads("A", 10_00)
            .Bid("A", 150_00)
            .Leads("A", 100_00)
            .Bid("A", 160_00)
            .Leads("A", 100_00);

    [Fact]
    public void A_losing_bid_does_not_meet_the_reserve() =>
        Assert.False(Given.Auction(opening: 10_00, reserve: 100_00).Bid("A", 90_00).Bid("B", 80_00).State.ReserveMet);

    [Fact]
    public void Without_a_reserve_it_counts_as_met() => Assert.True(Given.Auction().State.ReserveMet);

    [Fact]
    public void Lowering_the_reserve_makes_nobody_the_buyer_without_a_new_bid()
    {
        var scenario = Given.Auction(opening: 10_00, reserve: 100_00).Bid("A", 90_00).LowerReserve(50_00);
        Assert.False(scenario.State.ReserveMet);
        scenario.Leads("A", 10_00).AtEnd(0.5).Hammer().IsUnsold();
    }

    [Fact]
    public void Dropping_the_reserve_makes_nobody_the_buyer_without_a_new_bid()
    {
        var scenario = Given.Auction(opening: 10_00, reserve: 100_00).Bid("A", 90_00).LowerReserve(0);
        Assert.Null(scenario.State.Reserve);
        Assert.False(scenario.State.ReserveMet);
        scenario.AtEnd(0.5).Hammer().IsUnsold();
    }

    [Fact]
    public void After_lowering_the_leaders_next_raise_meets_the_reserve() =>
        Given.Auction(opening: 10_00, reserve: 100_00)
            .Bid("A", 90_00)
            .LowerReserve(50_00)
            .Bid("A", 90_01)
            .Leads("A", 50_00)
            .AtEnd(0.5)
            .Hammer()
            .IsSoldTo("A", 50_00);

    [Fact]
    public void After_lowering_anyones_bid_may_meet_the_reserve_for_the_leader() =>
        Given.Auction(opening: 10_00, reserve: 100_00)
            .Bid("A", 90_00)
            .LowerReserve(50_00)
            .Bid("B", 20_00)
            .Leads("A", 50_00);

    [Fact]
    public void After_dropping_the_next_bid_sells_at_its_own_price() =>
        Given.Auction(opening: 10_00, reserve: 100_00)
            .Bid("A", 90_00)
            .LowerReserve(0)
            .Bid("B", 20_00)
            .Leads("A", 20_50)
            .Close()
            .IsSoldTo("A", 20_50);

    [Fact]
    public void A_reserve_lowered_to_what_it_is_stays_unchanged() =>
        Expect.Unchanged(Given.Auction(reserve: 100_00).Do(new LowerReserve(Given.Seller, 100_00)));

    [Fact]
    public void A_reserve_that_was_never_there_cannot_be_dropped_again() =>
        Expect.Unchanged(Given.Auction().Do(new LowerReserve(Given.Seller, 0)));

    [Fact]
    public void A_reserve_cannot_be_raised()
    {
        Expect.Refused(
            Refusal.ReserveNotLower, Given.Auction(reserve: 100_00).Do(new LowerReserve(Given.Seller, 100_01)));
        Expect.Refused(Refusal.ReserveNotLower, Given.Auction().Do(new LowerReserve(Given.Seller, 1)));
    }

    [Fact]
    public void Dropped_before_the_first_bid_there_is_nothing_to_meet_any_more()
    {
        Assert.False(Given.Auction(opening: 10_00, reserve: 100_00).LowerReserve(50_00).State.ReserveMet);
        Assert.True(Given.Auction(opening: 10_00, reserve: 100_00).LowerReserve(0).State.ReserveMet);
    }

    [Fact]
    public void Only_the_seller_lowers_the_reserve()
    {
        var scenario = Given.Auction(reserve: 100_00);
        Expect.Refused(Refusal.NotSeller, scenario.Do(new LowerReserve(Given.Operator, 50_00)));
        Expect.Refused(Refusal.NotSeller, scenario.Close().Do(new LowerReserve(Given.Operator, 50_00)));
    }

    [Fact]
    public void A_reserve_is_not_lowered_after_the_end()
    {
        var lower = new LowerReserve(Given.Seller, 50_00);
        Expect.Refused(Refusal.Closed, Given.Auction(reserve: 100_00).Close().Do(lower));
        Expect.Refused(Refusal.Cancelled, Given.Auction(reserve: 100_00).Cancel().Do(lower));
    }

    [Fact]
    public void Dropping_is_an_event_without_a_reserve()
    {
        var scenario = Given.Auction(reserve: 100_00);
        var lowered = Expect.Happened<ReserveLowered>(scenario.Do(new LowerReserve(Given.Seller, 50_00)));
        var dropped = Expect.Happened<ReserveLowered>(scenario.Do(new LowerReserve(Given.Seller, 0)));
        Assert.Equal((50_00L, null), (lowered.Reserve, dropped.Reserve));
    }
}
