using Auctions.Engine.Heat;

namespace Auctions.Engine.Tests;

/// <summary>What is expected of the next quarter of an hour.</summary>
public sealed class ClosingForecastTests
{
    private const double Now = 1_000_000;

    [Fact]
    public void Without_a_closing_it_goes_on_as_it_is()
    {
        var expected = ClosingForecast.Expected([], bidsPerSecond: 12, Now);

        Assert.Equal(90, expected.Count);
        Assert.All(expected, step => Assert.Equal(12, step));
    }

    [Fact]
    public void Watchers_are_expected_to_bid_at_the_end()
    {
        var watched = Auction(closesIn: 300, watchers: 1_000);

        var expected = ClosingForecast.Expected([watched], bidsPerSecond: 0, Now);

        Assert.Equal(50, ClosingForecast.AtEnd(watched));
        Assert.Equal(29, Array.IndexOf([.. expected], expected.Max()));
        Assert.InRange(expected[29], 40, 50);
        Assert.InRange(expected[0], 0, 0.01);
        Assert.All(expected.Skip(30), step => Assert.Equal(0, step));
    }

    [Fact]
    public void All_the_bids_of_a_ramp_are_in_its_steps()
    {
        // Closes within a step; what the ramp holds in all is its height times its length.
        var expected = ClosingForecast.Expected([Auction(closesIn: 605, watchers: 200)], bidsPerSecond: 0, Now);

        Assert.Equal(
            10 * ClosingAssumptions.Default.RampSeconds, expected.Sum() * ClosingForecast.StepSeconds, precision: 3);
    }

    [Fact]
    public void A_slope_carries_on_up_to_a_bound()
    {
        Assert.Equal(10, ClosingForecast.AtEnd(Auction(late: 10, before: 10)));
        Assert.Equal(10, ClosingForecast.AtEnd(Auction(late: 10, before: 40)));
        Assert.Equal(20, ClosingForecast.AtEnd(Auction(late: 10, before: 4.75)), precision: 9);
        Assert.Equal(30, ClosingForecast.AtEnd(Auction(late: 10, before: 0)));
    }

    [Fact]
    public void A_first_bid_is_no_growth_without_end() => Assert.InRange(
        ClosingForecast.AtEnd(Auction(late: 1.0 / ClosingForecast.SlopeSeconds)), 0.033, 0.036);

    [Fact]
    public void What_closes_is_not_counted_among_the_rest()
    {
        var expected = ClosingForecast.Expected(
            [Auction(closesIn: 100, late: 30, before: 30)], bidsPerSecond: 50, Now);

        Assert.Equal(50, expected[0], precision: 9);
        Assert.Equal(50, expected[9], precision: 9);
        Assert.Equal(20, expected[10], precision: 9);
        Assert.Equal(20, expected[89], precision: 9);
    }

    [Fact]
    public void Of_the_step_in_which_it_closes_only_the_time_before_counts()
    {
        var expected = ClosingForecast.Expected(
            [Auction(closesIn: 605, late: 30, before: 30)], bidsPerSecond: 30, Now);

        Assert.Equal(30, expected[59], precision: 9);
        Assert.Equal(15, expected[60], precision: 9);
        Assert.Equal(0, expected[61], precision: 9);
    }

    [Fact]
    public void Other_assumptions_make_another_forecast()
    {
        var assumed = ClosingAssumptions.Default with { BidsPerWatcherAtEnd = 0.1, RampSeconds = 60 };

        var expected = ClosingForecast.Expected(
            [Auction(closesIn: 900, watchers: 200)], bidsPerSecond: 0, Now, assumed);

        Assert.Equal(20 * 60, expected.Sum() * ClosingForecast.StepSeconds, tolerance: 0.01);
    }

    [Fact]
    public void What_has_closed_or_closes_later_is_no_error()
    {
        var expected = ClosingForecast.Expected(
            [Auction(closesIn: -5, watchers: 10), Auction(closesIn: 5_000, late: 2, before: 2)], bidsPerSecond: 2, Now);

        Assert.All(expected, step => Assert.Equal(2, step, precision: 9));
    }

    private static ClosingAuction Auction(
        double closesIn = 60, int watchers = 0, double late = 0, double before = 0) =>
        new(Given.Id(), Now + closesIn, watchers, late, before);
}
