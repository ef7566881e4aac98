using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Scenarios;

/// <summary>What happens to a cluster as a whole, and around it.</summary>
internal static class ClusterFaults
{
    private static readonly TimeSpan FlowsAfterOutage = TimeSpan.FromSeconds(35);
    private static readonly int[] OutageSeconds = [0, 10, 20, 100];

    // Even, so that clients end at the cluster where they began.
    private const int Changes = 20;
    private static readonly TimeSpan BetweenChanges = TimeSpan.FromSeconds(0.5);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Clusters.On(
            "cluster-outage",
            "total outage, restart on new ports",
            $"kill -9 of all silos, and a start on other ports after {string.Join(", ", OutageSeconds)} s.",
            LoseAllAsync) with { FlowsWithin = FlowsAfterOutage, Plan = Clusters.Long },
        Clusters.On(
            "front-end-killed",
            "front end killed",
            "kill -9 of one front end after the other, and a new start.",
            KillFrontEndAsync) with { FlowsWithin = Clusters.FlowsWithin },
        Clusters.On(
            "cluster-meta-database-down",
            "meta database down",
            "The server of the meta database is killed, and started 10 s later.",
            LoseMetaAsync) with
        {
            FlowsWithin = Clusters.FlowsWithin,
            PrepareAsync = async (scenery, token) =>
                scenery.Meta = scenery.Workshop.Own(await PostgresServer.StartAsync(scenery.Workshop)),
        },
        Clusters.On(
            "two-clusters",
            "two clusters on one database",
            "A silo and a front end under another cluster's id on the same store; clients are sent to the one and " +
            "the other cluster in turn, every half second, for 10 s each round.",
            AlternateAsync),
        Victims.On(
            "cluster-shard-down",
            "one shard down",
            "Immediate shutdown of a shard's server, and a start 3 s later.",
            LoseShardAsync,
            needs: Needs.Orleans) with { Silos = Clusters.Silos, Plan = Clusters.Airy },
    ];

    private static Task LoseAllAsync(Stage stage, CancellationToken cancellation) => stage.RoundsAsync(
        async round =>
        {
            var cluster = stage.Cluster!;
            stage.FaultBegins();
            await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));
            cluster.Move();
            await Task.Delay(TimeSpan.FromSeconds(OutageSeconds[round % OutageSeconds.Length]), cancellation);
            stage.FaultEnds();
            await Task.WhenAll(cluster.Silos.Select(silo => stage.ServeAsync(silo, cancellation)));
        },
        cancellation,
        perSilo: false);

    private static Task KillFrontEndAsync(Stage stage, CancellationToken cancellation) => stage.RoundsAsync(
        async round =>
        {
            var frontEnd = stage.Cluster!.FrontEnds[round % stage.Cluster.FrontEnds.Count];
            stage.FaultBegins();
            await frontEnd.KillAsync();
            stage.FaultEnds();
            await stage.UntilAllFlowAsync(cancellation);
            await stage.ServeAsync(frontEnd, cancellation);
        },
        cancellation,
        perSilo: false);

    private static Task LoseMetaAsync(Stage stage, CancellationToken cancellation) => stage.RoundsAsync(
        async _ =>
        {
            var meta = stage.Scenery.Meta!;
            stage.FaultBegins();
            await meta.KillAsync(cancellation);
            stage.FaultEnds();
            await Task.Delay(Victims.Lasting, cancellation);
            await stage.UntilAllFlowAsync(cancellation);
            await meta.StartAsync(cancellation);
        },
        cancellation);

    private static async Task AlternateAsync(Stage stage, CancellationToken cancellation)
    {
        var cluster = stage.Cluster!;
        await using var other = cluster.MakeOther();
        await other.StartAsync(cancellation);
        await stage.RoundsAsync(
            async _ =>
            {
                stage.FaultBegins();
                for (var change = 0; change < Changes; change++)
                {
                    stage.Storm.Api.SendTo([.. (change % 2 == 0 ? other : cluster).FrontEnds.Select(one => one.Url)]);
                    await Task.Delay(BetweenChanges, cancellation);
                }

                stage.FaultEnds();
            },
            cancellation,
            perSilo: false);
        foreach (var process in other.All)
        {
            stage.Demand(await process.StopAsync(cancellation) == 0, "a process of the other cluster did not end well");
        }
    }

    private static Task LoseShardAsync(Stage stage, PostgresServer server, CancellationToken cancellation) =>
        stage.RoundsAsync(
            async _ =>
            {
                stage.FaultBegins();
                await server.StopAsync(cancellation);
                await Task.Delay(Victims.Gone, cancellation);
                stage.FaultEnds();
                await server.StartAsync(cancellation);
                await stage.UntilServedAsync(cancellation);

                // What the others do then is what the next round is held against.
                await Task.Delay(Victims.Gone, cancellation);
            },
            cancellation);
}
