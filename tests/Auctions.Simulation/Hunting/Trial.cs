using Auctions.Simulation.Checking;
using Auctions.Simulation.Clockwork;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Hunting;

/// <summary>One scenario, played and checked.</summary>
internal static class Trial
{
    /// <summary>What is wrong with what a scenario left behind.</summary>
    public static IReadOnlyList<Violation> Of(Scenario scenario, Trace? trace = null)
    {
        try
        {
            return Checker.Check(Run.Play(scenario, trace));
        }
        catch (Exception thrown)
        {
            return [new Violation("Bug", $"The run broke off: {thrown}")];
        }
    }

    /// <summary>A scenario as a person reads it: what was planned, what happened, what is wrong.</summary>
    public static string Tell(Scenario scenario)
    {
        var trace = new Trace();
        var violations = Of(scenario, trace);
        return string.Join(
            '\n',
            [
                $"seed {scenario.Seed}, {scenario.Setting.Nodes} nodes, {scenario.Setting.Shards} shards, heals at " +
                $"{scenario.Setting.HealAt / (double)TimeSpan.TicksPerSecond:0.000}",
                .. scenario.Lots.Select((lot, number) => $"lot {number}: {lot.Terms}"),
                .. scenario.Steps.Select(step =>
                    $"lot {step.Lot}, {Telling.Time(step.After)} after it is known, {Telling.Of(step)}"),
                .. scenario.Mishaps.Select(Telling.Of),
                $"{scenario.Setting.Journal}",
                $"{scenario.Setting.Clients}",
                "",
                trace.ToString(),
                .. violations.Select(violation => violation.ToString()),
            ]);
    }
}
