using Auctions.Bench.Reporting;
using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>How often bids were tried once more is told of those that had to.</summary>
public sealed class RetryRateTests
{
    [Fact]
    public void It_is_the_median_per_accepted_bid()
    {
        var rate = Assert.Single(RetryRate.Of([Contestant((100, 0)), Contestant((100, 50), (200, 500), (100, 300))]));
        Assert.Equal(2.5, rate.PerBid);
        Assert.Equal(
            "hot, optimistic, 4 connections, 4 outstanding: 2.50 further tries per accepted bid", rate.ToText());
    }

    [Fact]
    public void A_run_in_which_nothing_was_accepted_counts_its_tries() =>
        Assert.Equal(7, Assert.Single(RetryRate.Of([Contestant((0, 7))])).PerBid);

    private static Contestant Contestant(params (long Accepted, long Retries)[] runs)
    {
        var plan = new LoadPlan(TimeSpan.Zero, TimeSpan.FromSeconds(1), Outstanding: 4);
        var contestant = new Contestant(
            Scenario.Hot, "optimistic", "4 connections", plan, _ => throw new InvalidOperationException());
        foreach (var (accepted, retries) in runs)
        {
            var answered = new Answered(accepted, 0, 0, 0, 0, 0, 0, 0);
            contestant.Results.Add(new LoadResult(
                1, null, answered, 0, 0, 0, new Histogram(), answered, new Course(TimeSpan.FromSeconds(1), [])));
            contestant.Retries.Add(retries);
        }

        return contestant;
    }
}
