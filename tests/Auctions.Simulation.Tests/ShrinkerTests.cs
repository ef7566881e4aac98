using Auctions.Simulation.Hunting;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Tests;

/// <summary>Whether a failing scenario loses what it does not need, and nothing else.</summary>
public sealed class ShrinkerTests
{
    private static readonly Scenario Drawn = Enumerable.Range(0, 10_000)
        .Select(seed => Draw.Scenario((ulong)seed))
        .First(scenario => scenario is { Steps.Count: > 25, Mishaps.Count: > 2, Setting.Journal.LostReply: > 0 });

    [Fact]
    public void What_a_failure_needs_stays_and_the_rest_goes()
    {
        var (first, last, mishap) = (Drawn.Steps[3], Drawn.Steps[^2], Drawn.Mishaps[1]);
        var shrunk = new Shrinker(scenario => scenario.Steps.Contains(first) && scenario.Steps.Contains(last) &&
            scenario.Mishaps.Contains(mishap)).Shrink(Drawn);
        Assert.Equal([first, last], shrunk.Steps);
        Assert.Equal([mishap], shrunk.Mishaps);
    }

    [Fact]
    public void Trouble_that_a_failure_does_not_need_is_turned_off()
    {
        var shrunk = new Shrinker(scenario => scenario.Setting.Journal.LostReply > 0).Shrink(Drawn);
        Assert.Equal(0, shrunk.Size);
        Assert.Equal(
            new JournalFaults(
                0,
                Drawn.Setting.Journal.LostReply,
                0,
                0,
                0,
                0,
                0,
                0,
                Drawn.Setting.Journal.LatencyTicks,
                Drawn.Setting.Journal.SlowTicks),
            shrunk.Setting.Journal);
        Assert.True(shrunk.Setting.Clients.IsFaultless);
    }

    [Fact]
    public void A_failure_that_needs_everything_stays_as_it_is()
    {
        var shrinker = new Shrinker(scenario => scenario.Size == Drawn.Size && scenario.Setting == Drawn.Setting);
        Assert.Equal(Drawn, shrinker.Shrink(Drawn));
    }
}
