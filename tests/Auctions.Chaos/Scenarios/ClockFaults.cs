using Auctions.Chaos.Machines;
using Auctions.Chaos.Servers;

namespace Auctions.Chaos.Scenarios;

/// <summary>Clocks of the server that jump and drift.</summary>
internal static class ClockFaults
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly int[] Jumps =
        [.. new[] { 3_600, -3_600, 86_400 }.SelectMany(seconds => Enumerable.Repeat(seconds, 3))];

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Shifted(
            "clock-jumps",
            "clock jumps",
            "The server's wall clock is an hour ahead, an hour behind, a day ahead, for 3 s each.",
            Jumps),
        Shifted(
            "clock-drifts",
            "clock drifts",
            "The server's wall clock gains two seconds each second, for 10 s.",
            [.. Enumerable.Range(1, 10).Select(second => 2 * second)]),
        Shifted(
            "silo-clock-jumps",
            "clock jumps",
            "The wall clock of one of three silos is an hour ahead, an hour behind, a day ahead, for 3 s each.",
            Jumps,
            silo: 0) with { Needs = Needs.CCompiler | Needs.Orleans, Silos = Clusters.Silos, Plan = Clusters.Airy },
    ];

    // By how many seconds the clock is off in each second.
    private static Scenario Shifted(string name, string fault, string how, int[] seconds, int? silo = null)
    {
        ShiftedClock? clock = null;
        return new Scenario(name, fault, how, StoreKind.Postgres, async (stage, cancellation) =>
        {
            for (var round = 0; round < (silo is null ? 1 : stage.Storm.Plan.Rounds); round++)
            {
                stage.FaultBegins();
                foreach (var off in seconds)
                {
                    clock!.Shift(TimeSpan.FromSeconds(off));
                    await Task.Delay(Step, cancellation);
                }

                clock!.Shift(TimeSpan.Zero);
                stage.FaultEnds();
                await stage.UntilAllServedAsync(cancellation);
            }
        })
        {
            Needs = Needs.CCompiler,
            PrepareAsync = async (scenery, _) =>
            {
                clock = await ShiftedClock.MakeAsync(scenery.Workshop.Folder);
                var launch = silo is { } number ? scenery.Silos[number] = new ServerLaunch() : scenery.Server;
                foreach (var (variable, value) in clock.Variables)
                {
                    launch.Environment[variable] = value;
                }
            },
        };
    }
}
