using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Hunting;

/// <summary>
/// Leaves out of a failing scenario whatever it fails without: steps and mishaps by halves, quarters, eighths
/// (delta debugging, Zeller and Hildebrandt 2002), then whole classes of trouble.
/// </summary>
internal sealed class Shrinker(Func<Scenario, bool> stillFails)
{
    private const int TrialsMax = 2_000;

    private int _trials;

    public Scenario Shrink(Scenario failing)
    {
        var smallest = failing;
        int before;
        do
        {
            before = smallest.Size;
            smallest = Simplify(LeaveOut(smallest));
        }
        while (smallest.Size < before);
        return smallest;
    }

    private Scenario LeaveOut(Scenario scenario)
    {
        var chunk = Math.Max(1, scenario.Size / 2);
        while (true)
        {
            for (var at = 0; at < scenario.Size;)
            {
                var smaller = Without(scenario, at, chunk);
                if (smaller.Size < scenario.Size && Fails(smaller))
                {
                    scenario = smaller;
                }
                else
                {
                    at += chunk;
                }
            }

            if (chunk == 1)
            {
                return scenario;
            }

            chunk /= 2;
        }
    }

    private Scenario Simplify(Scenario scenario)
    {
        Func<JournalFaults, JournalFaults>[] calmer =
        [
            faults => faults with { LostRequest = 0 },
            faults => faults with { LostReply = 0 },
            faults => faults with { LateRequest = 0 },
            faults => faults with { ErrorAfterCommit = 0 },
            faults => faults with { ErrorBeforeCommit = 0 },
            faults => faults with { Unavailable = 0 },
            faults => faults with { Rejected = 0 },
            faults => faults with { Slow = 0 },
        ];
        foreach (var calm in calmer)
        {
            scenario = Prefer(
                scenario,
                scenario with { Setting = scenario.Setting with { Journal = calm(scenario.Setting.Journal) } });
        }

        Func<ClientFaults, ClientFaults>[] kinder =
        [
            faults => faults with { LostRequest = 0 },
            faults => faults with { LostReply = 0 },
            faults => faults with { Duplicate = 0 },
            faults => faults with { Misrouted = 0 },
        ];
        foreach (var kind in kinder)
        {
            scenario = Prefer(
                scenario,
                scenario with { Setting = scenario.Setting with { Clients = kind(scenario.Setting.Clients) } });
        }

        return scenario;
    }

    private Scenario Prefer(Scenario scenario, Scenario simpler) =>
        simpler != scenario && Fails(simpler) ? simpler : scenario;

    private bool Fails(Scenario scenario) => _trials++ < TrialsMax && stillFails(scenario);

    // Steps first, mishaps behind them, as one row.
    private static Scenario Without(Scenario scenario, int from, int count)
    {
        var steps = scenario.Steps.Count;
        return scenario with
        {
            Steps = [.. scenario.Steps.Where((_, i) => i < from || i >= from + count)],
            Mishaps = [.. scenario.Mishaps.Where((_, i) => i + steps < from || i + steps >= from + count)],
        };
    }
}
