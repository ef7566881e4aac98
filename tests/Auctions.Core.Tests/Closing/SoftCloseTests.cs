namespace Auctions.Core.Tests;

/// <summary>Which bid moves the end, and how far.</summary>
public sealed class SoftCloseTests
{
    private static DateTimeOffset End(double seconds) => Given.Closes.AddSeconds(seconds);

    [Fact]
    public void A_hard_close_never_moves() =>
        Given.Auction().AtEnd(-0.001).Bid("A", 100_00).EndMovedBy(0);

    [Fact]
    public void From_now_a_bid_in_the_window_moves_the_end_to_its_stamp_and_the_extension()
    {
        var scenario = Given.Auction(soft: Given.FromNow(60, 120)).AtEnd(-30).Bid("A", 100_00).EndMovedBy(90);
        Assert.Equal(End(90), Assert.IsType<BidPlaced>(scenario.Journal[^1]).ClosesAt);
        Assert.Equal(1, scenario.State.Extensions);
    }

    [Fact]
    public void From_now_the_end_never_moves_back()
    {
        var scenario = Given.Auction(soft: Given.FromNow(60, 20)).AtEnd(-30).Bid("A", 100_00).EndMovedBy(0);
        Assert.Null(Assert.IsType<BidPlaced>(scenario.Journal[^1]).ClosesAt);
        Assert.Equal(0, scenario.State.Extensions);
        scenario.AtEnd(-10).Bid("B", 110_00).EndMovedBy(10);
    }

    [Fact]
    public void From_end_a_bid_in_the_window_adds_the_extension() =>
        Given.Auction(soft: Given.FromEnd(60, 120)).AtEnd(-30).Bid("A", 100_00).EndMovedBy(120);

    [Fact]
    public void The_window_opens_exactly_so_long_before_the_end()
    {
        Given.Auction(soft: Given.FromEnd(60, 60)).AtEnd(-60).Bid("A", 100_00).EndMovedBy(60);
        Given.Auction(soft: Given.FromEnd(60, 60))
            .AtEnd(-60)
            .Bid("A", 100_00, Given.Closes.AddSeconds(-60).AddTicks(-1))
            .EndMovedBy(0);
        Given.Auction(soft: Given.FromNow(60, 120)).AtEnd(-60).Bid("A", 100_00).EndMovedBy(60);
        Given.Auction(soft: Given.FromNow(60, 120))
            .AtEnd(-60)
            .Bid("A", 100_00, Given.Closes.AddSeconds(-60).AddTicks(-1))
            .EndMovedBy(0);
    }

    [Fact]
    public void The_window_moves_with_the_end()
    {
        var scenario = Given.Auction(soft: Given.FromEnd(60, 120)).AtEnd(-1).Bid("A", 100_00).EndMovedBy(120);
        scenario.AtEnd(59).Bid("B", 110_00).EndMovedBy(120);
        scenario.AtEnd(61).Bid("C", 120_00).EndMovedBy(240);
        Assert.Equal(2, scenario.State.Extensions);
    }

    [Fact]
    public void A_losing_bid_in_the_window_moves_the_end() =>
        Given.Auction(soft: Given.FromEnd(60, 60)).Bid("A", 200_00).AtEnd(-1).Bid("B", 150_00).EndMovedBy(60);

    [Fact]
    public void The_leaders_own_raise_does_not_move_the_end()
    {
        Given.Auction(soft: Given.FromEnd(60, 60)).Bid("A", 100_00).AtEnd(-1).Bid("A", 200_00).EndMovedBy(0);
        Given.Auction(soft: Given.FromNow(60, 60)).Bid("A", 100_00).AtEnd(-1).Bid("A", 200_00).EndMovedBy(0);
    }

    [Fact]
    public void A_leaders_raise_that_meets_the_reserve_does_not_move_the_end() =>
        Given.Auction(reserve: 150_00, soft: Given.FromEnd(60, 60))
            .Bid("A", 100_00)
            .AtEnd(-1)
            .Bid("A", 200_00)
            .Leads("A", 150_00)
            .EndMovedBy(0);

    [Fact]
    public void A_refused_bid_does_not_move_the_end() =>
        Given.Auction(soft: Given.FromEnd(60, 60)).AtEnd(-1).Refuses(Refusal.BelowMinimum, "A", 1).EndMovedBy(0);

    [Fact]
    public void From_end_stops_at_the_most_extensions()
    {
        var scenario = Given.Auction(soft: Given.FromEnd(60, 60, most: 2))
            .AtEnd(-1).Bid("A", 100_00).EndMovedBy(60)
            .AtEnd(59).Bid("B", 110_00).EndMovedBy(120)
            .AtEnd(119).Bid("C", 120_00).EndMovedBy(120);
        Assert.Equal(2, scenario.State.Extensions);
    }

    [Fact]
    public void From_now_knows_no_most_extensions() =>
        Given.Auction(soft: Given.FromNow(60, 60) with { ExtensionsMax = 1 })
            .AtEnd(-1).Bid("A", 100_00).EndMovedBy(59)
            .AtEnd(58).Bid("B", 110_00).EndMovedBy(118);

    [Fact]
    public void From_end_stops_at_the_hard_end() =>
        Given.Auction(soft: Given.FromEnd(60, 60, hardEnd: End(90)))
            .AtEnd(-1).Bid("A", 100_00).EndMovedBy(60)
            .AtEnd(59).Bid("B", 110_00).EndMovedBy(90)
            .AtEnd(89).Bid("C", 120_00).EndMovedBy(90);

    [Fact]
    public void From_now_stops_at_the_hard_end() =>
        Given.Auction(soft: Given.FromNow(60, 60, hardEnd: End(70)))
            .AtEnd(-10).Bid("A", 100_00).EndMovedBy(50)
            .AtEnd(40).Bid("B", 110_00).EndMovedBy(70)
            .AtEnd(69).Bid("C", 120_00).EndMovedBy(70);

    [Fact]
    public void An_end_moved_beyond_the_hard_end_is_not_moved_back() =>
        Given.Auction(soft: Given.FromEnd(60, 60, hardEnd: End(30)))
            .Extend(End(100))
            .AtEnd(99)
            .Bid("A", 100_00)
            .EndMovedBy(100);

    [Fact]
    public void An_operators_extension_does_not_use_up_an_extension() =>
        Given.Auction(soft: Given.FromEnd(60, 60, most: 1))
            .Extend(End(100))
            .AtEnd(99)
            .Bid("A", 100_00)
            .EndMovedBy(160);

    [Fact]
    public void A_bid_processed_after_the_end_but_stamped_in_time_counts_and_extends() =>
        Given.Auction(soft: Given.FromNow(60, 60))
            .AtEnd(0.3)
            .Bid("A", 100_00, End(-1))
            .EndMovedBy(59);

    [Fact]
    public void A_held_bid_counts_once_an_in_time_bid_extended_the_end()
    {
        var scenario = Given.Auction(soft: Given.FromEnd(60, 60)).AtEnd(0.2);
        Expect.Held(scenario.TryBid("L", 120_00));
        scenario.Bid("A", 100_00, End(-0.1)).Bid("L", 120_00, End(0.2)).Leads("L", 102_50);
    }
}
