using Auctions.Simulation.Hunting;
using Auctions.Simulation.Scenarios;
using Auctions.Testing;

namespace Auctions.Simulation.Tests;

/// <summary>Many scenarios of the real engine, and whether the same seed goes the same way twice.</summary>
[Trait("Category", "Long")]
public sealed class CampaignTests
{
    private const int Scenarios = 20_000;
    private const int Repeated = 1_000;

    [Fact]
    public void No_seed_breaks_an_invariant()
    {
        // The same seeds every time, or the ones to repeat: a new find must not look like a flaky test.
        var from = Environment.GetEnvironmentVariable(Seed.Variable) is { Length: > 0 } text
            ? ulong.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : 0;
        var result = Campaign.Play(from, Scenarios, Environment.ProcessorCount);
        Assert.True(
            result.Broken.Count == 0,
            string.Join('\n', result.Broken.Take(5).Select(broken =>
                $"Seed {broken.Seed} breaks {broken.First}. See it: scripts/simulate trace {broken.Seed} --shrink")));
    }

    [Fact]
    public void The_same_seed_goes_the_same_way_twice()
    {
        for (var seed = 0UL; seed < Repeated; seed++)
        {
            Assert.Equal(Trial.Tell(Draw.Scenario(seed)), Trial.Tell(Draw.Scenario(seed)));
        }
    }

    [Fact]
    public void Scenarios_are_many_kinds()
    {
        var drawn = Enumerable.Range(0, 2_000).Select(seed => Draw.Scenario((ulong)seed)).ToList();
        foreach (var kind in Enum.GetValues<StepKind>())
        {
            Assert.Contains(drawn, scenario => scenario.Steps.Any(step => step.Kind == kind));
        }

        foreach (var kind in Enum.GetValues<MishapKind>())
        {
            Assert.Contains(drawn, scenario => scenario.Mishaps.Any(mishap => mishap.Kind == kind));
        }

        Func<Scenario, bool>[] isOn =
        [
            scenario => scenario.IsFaultless,
            scenario => scenario.Setting.Nodes == 3,
            scenario => scenario.Setting.Shards == 2,
            scenario => scenario.Setting.HasScantRoom,
            scenario => scenario.Setting.Journal.LostRequest > 0,
            scenario => scenario.Setting.Journal.LostReply > 0,
            scenario => scenario.Setting.Journal.LateRequest > 0,
            scenario => scenario.Setting.Journal.ErrorAfterCommit > 0,
            scenario => scenario.Setting.Journal.ErrorBeforeCommit > 0,
            scenario => scenario.Setting.Journal.Unavailable > 0,
            scenario => scenario.Setting.Journal.Rejected > 0,
            scenario => scenario.Setting.Journal.Slow > 0,
            scenario => scenario.Setting.Clients.LostRequest > 0,
            scenario => scenario.Setting.Clients.LostReply > 0,
            scenario => scenario.Setting.Clients.Duplicate > 0,
            scenario => scenario.Setting.Clients.Misrouted > 0,
            scenario => scenario.Lots.Any(lot => lot.Terms.SoftClose is null),
            scenario => scenario.Lots.Any(lot => lot.Terms.SoftClose?.Mode == Core.ExtensionMode.FromNow),
            scenario => scenario.Lots.Any(lot => lot.Terms.SoftClose?.Mode == Core.ExtensionMode.FromEnd),
            scenario => scenario.Lots.Any(lot => lot.Terms.BuyItNow is not null),
            scenario => scenario.Lots.Any(lot => lot.Terms.Reserve is not null),
        ];
        Assert.All(isOn, isOn => Assert.InRange(drawn.Count(isOn), drawn.Count / 100, drawn.Count - 1));
    }

    [Fact]
    public void Every_scenario_runs_on_options_that_a_server_would_accept()
    {
        var validator = new Engine.EngineOptionsValidator();
        for (var seed = 0UL; seed < 1_000; seed++)
        {
            var result = validator.Validate(null, Draw.Scenario(seed).Setting.Engine);
            Assert.True(result.Succeeded, $"Seed {seed}: {result.FailureMessage}");
        }
    }

    [Fact]
    public void Every_scenario_creates_auctions_that_a_seller_could()
    {
        for (var seed = 0UL; seed < 1_000; seed++)
        {
            Assert.All(Draw.Scenario(seed).Lots, lot => Assert.Empty(Core.TermsCheck.Check(lot.Terms)));
        }
    }
}
