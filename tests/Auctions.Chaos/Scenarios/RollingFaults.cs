using Auctions.Chaos.Machines;
using Auctions.Chaos.Servers;
using Auctions.Processes;

namespace Auctions.Chaos.Scenarios;

/// <summary>What operators do to a cluster on purpose while bids come, one process after the other.</summary>
internal static class RollingFaults
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Clusters.On(
            "cluster-restarted-in-turn",
            "graceful stop, rolling restart",
            "SIGTERM and a new start of one process after the other; clients leave a front end before it is stopped.",
            (stage, token) => RestartInTurnAsync(stage, _ => { }, token)) with { IsSeamless = true },
        Clusters.On(
            "cluster-upgraded-in-turn",
            "rolling restart between two builds",
            "The same from the build of another commit to this one and back, so that both serve side by side.",
            UpgradeInTurnAsync) with
        {
            IsSeamless = true,
            Needs = Needs.Orleans | Needs.OtherBuild,
            PrepareAsync = BeginWithOtherBuildAsync,
        },
    ];

    private static Task BeginWithOtherBuildAsync(Scenery scenery, CancellationToken cancellation)
    {
        for (var number = 0; number < Clusters.Silos; number++)
        {
            scenery.Silos[number] = new ServerLaunch { Build = OtherBuild.Directory };
        }

        for (var number = 0; number < Clusters.FrontEnds; number++)
        {
            scenery.FrontEnds[number] = new ServerLaunch { Build = OtherBuild.Directory };
        }

        return Task.CompletedTask;
    }

    private static Task UpgradeInTurnAsync(Stage stage, CancellationToken cancellation)
    {
        ServerLaunch[] launches =
        [
            .. Enumerable.Range(0, Clusters.Silos).Select(number => stage.Scenery.Silos[number]),
            .. Enumerable.Range(0, Clusters.FrontEnds).Select(number => stage.Scenery.FrontEnds[number]),
        ];
        return RestartInTurnAsync(
            stage,
            process => launches[process].Build = launches[process].Build is null ? OtherBuild.Directory : null,
            cancellation);
    }

    // Silos first: front ends are the clients of what they bring.
    private static Task RestartInTurnAsync(Stage stage, Action<int> change, CancellationToken cancellation)
    {
        var cluster = stage.Cluster!;
        var api = stage.Storm.Api;
        ServerUnderTest[] processes = [.. cluster.Silos, .. cluster.FrontEnds];
        return stage.RoundsAsync(
            async round =>
            {
                var process = processes[round % processes.Length];
                stage.FaultBegins();
                if (cluster.FrontEnds.Contains(process))
                {
                    // As whatever is before front ends does once one is not ready any more.
                    api.SendTo([.. cluster.FrontEnds.Where(one => one != process).Select(one => one.Url)]);
                    await Until.TrueAsync(() => !api.IsAsking(process.Url), "nobody waits for it", null, cancellation);
                }

                stage.Demand(await process.StopAsync(cancellation) == 0, "a process did not end well");
                change(round % processes.Length);
                await stage.ServeAsync(process, cancellation);
                api.SendTo([.. cluster.FrontEnds.Select(one => one.Url)]);
                stage.FaultEnds();
            },
            cancellation,
            perSilo: false);
    }
}
