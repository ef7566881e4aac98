using Auctions.Bench.Scaling;
using Auctions.Engine.Heat;

namespace Auctions.Bench.Tests.Scaling;

/// <summary>Evenings so small that what happens can be worked out by hand.</summary>
[Trait("Category", "Long")]
public sealed class ScalingPlayTests
{
    private static readonly SiloPlan Plan = new(BidsPerSecondPerSilo: 100, Headroom: 0.5, Min: 1, Max: 8);
    private static readonly Times Times = new(Start: 20, Join: 10, Sync: 10, MetricWindow: 10, ScaleDown: 60);

    [Fact]
    public void What_is_expected_in_time_is_borne()
    {
        // 200 bids/s take four silos at half their capacity, which have to be there from 50 on: asked for at 10,
        // wanted at 20 since the figure is a look old, and ready at 50.
        var course = Course(Spike(50, 60, 200), second => second >= 10 ? 200 : 0);

        var outcome = ScalingPlay.Run(course, Policy.Forecast, Plan, Times);

        Assert.Equal((0, 0), (outcome.OverloadSeconds, outcome.OverloadBids));
        Assert.Equal(((1 * 20) + (4 * 80)) / 3_600.0, outcome.SiloHours, precision: 9);
    }

    [Fact]
    public void What_is_expected_too_late_is_too_much_until_silos_have_started()
    {
        // At 50 it is known, at 60 it is acted upon, at 90 they are ready; one silo bears 100 of the 200 until then.
        var course = Course(Spike(50, 100, 200), second => second >= 50 ? 200 : 0);

        var outcome = ScalingPlay.Run(course, Policy.Forecast, Plan, Times);

        Assert.Equal((40, 4_000), (outcome.OverloadSeconds, outcome.OverloadBids));
    }

    [Fact]
    public void Processors_tell_only_once_it_is_too_late()
    {
        // Full from 50 on; the window from 50 to 60 is known at 70: two silos, ready at 100. Until then the idle one
        // counts, so there are no more. They bear 200 of 200, but as full as they were, a third one is asked for.
        var course = Course(Spike(50, 120, 200), _ => 0, seconds: 120);

        var outcome = ScalingPlay.Run(course, Policy.Cpu, Plan, Times);

        Assert.Equal((50, 5_000), (outcome.OverloadSeconds, outcome.OverloadBids));
        Assert.Equal(((1 * 70) + (2 * 30) + (3 * 20)) / 3_600.0, outcome.SiloHours, precision: 9);
    }

    [Fact]
    public void Together_whichever_wants_more_decides()
    {
        var unexpected = Course(Spike(50, 120, 200), _ => 0, seconds: 120);
        var expected = Course(Spike(50, 60, 200), second => second >= 10 ? 200 : 0);

        Assert.Equal(
            ScalingPlay.Run(unexpected, Policy.Cpu, Plan, Times),
            ScalingPlay.Run(unexpected, Policy.Both, Plan, Times));
        Assert.Equal(
            ScalingPlay.Run(expected, Policy.Forecast, Plan, Times),
            ScalingPlay.Run(expected, Policy.Both, Plan, Times));
    }

    [Fact]
    public void An_evening_follows_from_its_seed()
    {
        var (_, draw) = Evenings.All[0];

        var once = ScalingRun.Draw(draw, 5, ClosingAssumptions.Default);
        var again = ScalingRun.Draw(draw, 5, ClosingAssumptions.Default);
        var another = ScalingRun.Draw(draw, 6, ClosingAssumptions.Default);

        Assert.Equal(once.Bids, again.Bids);
        Assert.Equal(once.Expected, again.Expected);
        Assert.NotEqual(once.Bids, another.Bids);
    }

    [Fact]
    public void A_surprise_is_not_expected()
    {
        var surprise = Evenings.All.Single(kind => kind.Name == "surprise");
        var course = ScalingRun.Draw(surprise.Draw, 5, ClosingAssumptions.Default);
        var peak = Enumerable.Range(0, course.Bids.Count).MaxBy(second => course.Bids[second]);

        // A quarter of a minute before it begins to rise.
        Assert.True(course.Expected[(peak - 40) / 15] < 0.7 * course.Bids[peak]);
    }

    private static int[] Spike(int from, int until, int bids) =>
        [.. Enumerable.Range(0, 120).Select(second => second >= from && second < until ? bids : 0)];

    private static Course Course(int[] bids, Func<int, double> expected, int seconds = 100) => new(
        [.. bids.Take(seconds)], [.. Enumerable.Range(0, seconds / 10).Select(look => expected(look * 10))]);
}
