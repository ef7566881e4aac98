using Auctions.Chaos.Judging;
using Auctions.Chaos.Playing;
using Auctions.Chaos.Reporting;
using Auctions.Simulation.Checking;

namespace Auctions.Chaos.Tests.Playing;

/// <summary>What counts as having behaved, and how it is told.</summary>
public sealed class ResultTests
{
    private const int Bids = 100;

    private static readonly Figures Fine = new(
        Before: 30,
        During: 40,
        After: 30,
        Lost: 0,
        Resolved: 2,
        Refused: 1,
        TurnedAway: 3,
        TimeSpan.FromSeconds(1.5),
        OthersKept: 1);

    private static readonly Verified Clean = new(0, "verify: 5 auctions, 100 events, 0 faults");

    [Fact]
    public void A_fault_that_loses_nothing_behaves() => Assert.Empty(Compare(Expected.NothingLost));

    [Fact]
    public void A_lost_bid_does_not() =>
        Assert.NotEmpty(Compare(Expected.NothingLost, Fine with { Lost = 1 }));

    [Fact]
    public void A_violation_does_not() => Assert.NotEmpty(Compare(Expected.NothingLost, invariant: "I5"));

    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public void A_store_that_is_not_clean_does_not(int? faults) =>
        Assert.NotEmpty(Compare(Expected.NothingLost, verified: new Verified(faults, "Damaged.")));

    [Fact]
    public void Fewer_bids_than_asked_for_do_not() =>
        Assert.NotEmpty(Compare(Expected.NothingLost, Fine with { During = 39 }));

    [Theory]
    [InlineData(0.89)]
    [InlineData(null)]
    public void Others_that_suffer_do_not_and_neither_do_others_of_which_nothing_is_known(double? kept) =>
        Assert.NotEmpty(Compare(Expected.NothingLost, Fine with { OthersKept = kept }));

    [Theory]
    [InlineData(1.5, true)]
    [InlineData(1.4, false)]
    public void Bids_must_flow_again_in_time_where_there_is_a_bound(double seconds, bool behaves)
    {
        var scenario = ScenarioOf(Expected.NothingLost) with { FlowsWithin = TimeSpan.FromSeconds(seconds) };
        Assert.Equal(behaves, Result.Compare(scenario, Bids, new Judgement(Fine, [], Clean), []).Count == 0);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Where_nobody_may_notice_nobody_may_be_turned_away(int turnedAway, bool behaves)
    {
        var scenario = ScenarioOf(Expected.NothingLost) with { IsSeamless = true };
        var judgement = new Judgement(Fine with { TurnedAway = turnedAway }, [], Clean);
        Assert.Equal(behaves, Result.Compare(scenario, Bids, judgement, []).Count == 0);
    }

    [Fact]
    public void A_control_that_loses_bids_behaves() =>
        Assert.Empty(Compare(Expected.BidsLost, Fine with { Lost = 3 }, invariant: "I2"));

    [Fact]
    public void A_control_that_loses_none_does_not() => Assert.NotEmpty(Compare(Expected.BidsLost));

    [Fact]
    public void A_control_whose_loss_the_checker_does_not_see_does_not() =>
        Assert.NotEmpty(Compare(Expected.BidsLost, Fine with { Lost = 3 }, invariant: "I5"));

    [Fact]
    public void A_control_that_damages_behaves_if_it_is_found()
    {
        Assert.Empty(Compare(Expected.DamageFound, verified: new Verified(2, "2 faults")));
        Assert.Empty(Compare(Expected.DamageFound, verified: new Verified(null, "It cannot be read.")));
        Assert.NotEmpty(Compare(Expected.DamageFound));
    }

    [Fact]
    public void What_the_scenario_itself_misses_counts() => Assert.NotEmpty(
        Result.Compare(ScenarioOf(Expected.NothingLost), Bids, new Judgement(Fine, [], Clean), ["no reset"]));

    [Fact]
    public void The_report_tells_figures_verdict_and_why()
    {
        var scenario = ScenarioOf(Expected.NothingLost);
        var judgement = new Judgement(Fine with { Lost = 1 }, [], Clean);
        var told = Report.Markdown(
            [new Result(scenario, judgement, ["1 acknowledged bids are lost"], 12, "")],
            [(scenario, "needs root")],
            Bids);
        Assert.Contains(
            $"| {scenario.Name} | 30 | 40 | 30 | 1 | 2 | 1 | 0 | 0 faults | 1.50 s | 100 % | 12 | FAILED |", told);
        Assert.Contains("1 acknowledged bids are lost", told);
        Assert.Contains($"- {scenario.Name}: needs root", told);
    }

    private static IReadOnlyList<string> Compare(
        Expected expected, Figures? figures = null, string? invariant = null, Verified? verified = null) =>
        Result.Compare(
            ScenarioOf(expected),
            Bids,
            new Judgement(
                figures ?? Fine, invariant is null ? [] : [new Violation(invariant, "Something.")], verified ?? Clean),
            []);

    private static Scenario ScenarioOf(Expected expected) => new(
        "a-fault", "a fault", "somehow.", StoreKind.Postgres, (_, _) => Task.CompletedTask)
    {
        Expected = expected,
        OthersKeep = 0.9,
    };
}
