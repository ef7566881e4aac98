using Auctions.Chaos.Databases;
using Auctions.Processes;

namespace Auctions.Chaos.Scenarios;

/// <summary>What happens to one silo after the other.</summary>
internal static class SiloFaults
{
    // What a silo may take to find out that the others hold it for dead, or that its ports are taken.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Locked = TimeSpan.FromSeconds(1.5);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Clusters.On(
            "silo-killed",
            "silo killed in the middle of a storm",
            "kill -9 of one silo after the other, and a new start once all bids flow again.",
            KillAsync) with { FlowsWithin = Clusters.FlowsWithin },
        Clusters.On(
            "silo-frozen",
            "zombie",
            "SIGSTOP of one silo after the other until it is held for dead, then SIGCONT: it must end by itself.",
            FreezeAsync) with { FlowsWithin = Clusters.FlowsWithin },
        Clusters.On(
            "silos-paused-shortly",
            "short pauses that must not evict",
            "SIGSTOP of a silo for 50 to 900 ms every second, ten times for each round.",
            PauseAsync),
        Clusters.On(
            "silo-stopped-in-a-long-turn",
            "stop while a turn is long",
            "The head rows of a shard are locked, SIGTERM to a silo, the lock is released 1.5 s later, a new start.",
            StopInLongTurnAsync),
        Clusters.On(
            "two-silos-on-one-port",
            "two silos on one port",
            "A further silo is started on the ports of one that runs: it must end, and nothing else change.",
            DoubleAsync) with { FlowsWithin = Clusters.FlowsWithin },
    ];

    private static Task KillAsync(Stage stage, CancellationToken cancellation) => stage.RoundsAsync(
        async silo =>
        {
            stage.FaultBegins();
            await stage.SiloOf(silo).KillAsync();
            stage.FaultEnds();
            await stage.UntilAllFlowAsync(cancellation);
            await stage.ServeAsync(stage.SiloOf(silo), cancellation);
        },
        cancellation);

    private static Task FreezeAsync(Stage stage, CancellationToken cancellation) => stage.RoundsAsync(
        async number =>
        {
            var silo = stage.SiloOf(number);
            int[] port = [stage.Cluster!.PortOf(number)];
            var dead = await Membership.CountDeadAsync(stage.Meta, port, cancellation);
            stage.FaultBegins();
            silo.Freeze();
            stage.FaultEnds();
            try
            {
                await stage.UntilAllFlowAsync(cancellation);
                await Until.TrueAsync(
                    async () => await Membership.CountDeadAsync(stage.Meta, port, cancellation) > dead,
                    $"silo {number} is held for dead",
                    cancellation: cancellation);
            }
            finally
            {
                silo.Thaw();
            }

            stage.Demand(
                await silo.EndAsync(EndsWithin, cancellation) != 0, $"silo {number}, held for dead, ended well");
            stage.Say($"silo {number} has ended");
            await stage.ServeAsync(silo, cancellation);
            stage.Say($"silo {number} serves again");
        },
        cancellation);

    private static async Task PauseAsync(Stage stage, CancellationToken cancellation)
    {
        const int Pauses = 10;
        var chance = new Random(1);
        await stage.RoundsAsync(
            async silo =>
            {
                stage.FaultBegins();
                for (var second = 0; second < Pauses; second++)
                {
                    var pause = chance.Next(50, 900);
                    stage.SiloOf(silo).Freeze();
                    try
                    {
                        await Task.Delay(pause, cancellation);
                    }
                    finally
                    {
                        stage.SiloOf(silo).Thaw();
                    }

                    await Task.Delay(1_000 - pause, cancellation);
                }

                stage.FaultEnds();
            },
            cancellation);
        var ports = Enumerable.Range(0, Clusters.Silos).Select(stage.Cluster!.PortOf);
        var dead = await Membership.CountDeadAsync(stage.Meta, ports, cancellation);
        stage.Demand(dead == 0, $"{dead} silos were held for dead");
    }

    private static Task StopInLongTurnAsync(Stage stage, CancellationToken cancellation) => stage.RoundsAsync(
        async silo =>
        {
            Task<int> stopping;
            await using (var session = await Sql.OpenAsync(stage.Shards[Stage.VictimShard], cancellation))
            {
                await using var transaction = await session.BeginTransactionAsync(cancellation);
                stage.FaultBegins();
                await Sql.RunAsync(session, "lock table auctions.head in access exclusive mode", cancellation);
                stopping = stage.SiloOf(silo).StopAsync(cancellation);

                // The length of the turn is the fault.
                await Task.Delay(Locked, cancellation);
                await transaction.RollbackAsync(cancellation);
            }

            stage.Demand(await stopping == 0, $"silo {silo} did not end well");
            stage.FaultEnds();
            await stage.UntilAllFlowAsync(cancellation);
            await stage.ServeAsync(stage.SiloOf(silo), cancellation);
        },
        cancellation);

    private static Task DoubleAsync(Stage stage, CancellationToken cancellation) => stage.RoundsAsync(
        async silo =>
        {
            stage.FaultBegins();
            stage.FaultEnds();
            await using var further = stage.Cluster!.MakeDouble(silo);
            try
            {
                await further.StartAsync(cancellation);
                stage.Demand(
                    await further.EndAsync(EndsWithin, cancellation) != 0, "a second silo on one port ended well");
            }
            catch (InvalidOperationException ended)
            {
                stage.Demand(ended.Message.Contains("is taken"), $"a second silo ended otherwise: {ended.Message}");
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                stage.Demand(false, $"a second silo on one port goes on: {further.ReadLog()}");
            }
        },
        cancellation);
}
