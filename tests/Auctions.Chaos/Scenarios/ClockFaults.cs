using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Scenarios;

/// <summary>Clocks of the server that jump and drift.</summary>
internal static class ClockFaults
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Shifted(
            "clock-jumps",
            "clock jumps",
            "The server's wall clock is an hour ahead, an hour behind, a day ahead, for 3 s each.",
            [.. new[] { 3_600, -3_600, 86_400 }.SelectMany(seconds => Enumerable.Repeat(seconds, 3))]),
        Shifted(
            "clock-drifts",
            "clock drifts",
            "The server's wall clock gains two seconds each second, for 10 s.",
            [.. Enumerable.Range(1, 10).Select(second => 2 * second)]),
    ];

    // By how many seconds the clock is off in each second.
    private static Scenario Shifted(string name, string fault, string how, int[] seconds)
    {
        ShiftedClock? clock = null;
        return new Scenario(name, fault, how, StoreKind.Postgres, async (stage, cancellation) =>
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
        })
        {
            Needs = Needs.CCompiler,
            PrepareAsync = async (scenery, _) =>
            {
                clock = await ShiftedClock.MakeAsync(scenery.Workshop.Folder);
                foreach (var (variable, value) in clock.Variables)
                {
                    scenery.Server.Environment[variable] = value;
                }
            },
        };
    }
}
