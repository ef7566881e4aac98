using Auctions.Chaos.Databases;
using Auctions.Chaos.Machines;
using Auctions.Processes;

namespace Auctions.Chaos.Scenarios;

/// <summary>What happens to a PostgreSQL server.</summary>
internal static class DatabaseFaults
{
    private const int Restarts = 5;

    private const string Backends = "from pg_stat_activity where application_name like 'OrleansAuctions%'";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Victims.On(
            "postgres-stopped-immediately",
            "PostgreSQL: immediate shutdown",
            "pg_ctl -m immediate, and a start 3 s later.",
            (stage, server, token) => GoneAsync(stage, server, () => server.StopAsync(token), token)),
        Victims.On(
            "postgres-killed",
            "PostgreSQL: killed",
            "kill -9 of the postmaster and all its children, and a start 3 s later.",
            (stage, server, token) => GoneAsync(stage, server, () => server.KillAsync(token), token)),
        Victims.On(
            "postgres-restarted-repeatedly",
            "PostgreSQL: killed",
            $"kill -9 of all and a start at once, {Restarts} times, with little time between.",
            RestartAsync).Busy(),
        Victims.On(
            "backends-terminated",
            "PostgreSQL: backends terminated",
            "pg_terminate_backend of all the server's backends, every 200 ms for 10 s.",
            (stage, server, token) => stage.AgainAndAgainAsync(
                () => Sql.RunAsync(server.DirectConnection, $"select pg_terminate_backend(pid) {Backends}", token),
                TimeSpan.FromMilliseconds(200),
                () => Task.CompletedTask,
                token)).Busy(),
        Victims.On(
            "one-backend-killed",
            "PostgreSQL: one backend killed",
            "kill -9 of a backend of the server, so that PostgreSQL resets all and recovers; three times.",
            KillBackendAsync).Busy(),
        Victims.On(
            "postgres-frozen",
            "PostgreSQL: frozen",
            "SIGSTOP of all its processes for 10 s.",
            (stage, server, token) => stage.ForAWhileAsync(Does(server.Freeze), Does(server.Thaw), token)),
        Victims.On(
            "standby-stalls",
            "PostgreSQL: the standby that commits wait for stands still",
            "SIGSTOP of all processes of a synchronous standby for 10 s.",
            (stage, server, token) =>
            {
                var standby = server.Beneath<PostgresStandby>();
                return stage.ForAWhileAsync(Does(standby.Freeze), Does(standby.Thaw), token);
            },
            (server, _, token) => server.AddStandbyAsync(token)),
        Victims.On(
            "shard-down-at-start",
            "one shard down",
            "the server is stopped, a shard is stopped, and the server started without it; 10 s later the shard is " +
            "back.",
            StartWithoutAsync).Busy(),
        new(
            "meta-database-down",
            "meta database down",
            "the server of the meta database is killed, and started 10 s later.",
            StoreKind.Postgres,
            LoseMetaAsync)
        {
            // All shards are others.
            OthersKeep = Victims.OthersKeep,
            PrepareAsync = async (scenery, token) =>
                scenery.Meta = scenery.Workshop.Own(await PostgresServer.StartAsync(scenery.Workshop)),
        },
    ];

    private static async Task GoneAsync(
        Stage stage, PostgresServer server, Func<Task> go, CancellationToken cancellation)
    {
        stage.FaultBegins();
        await go();
        await Task.Delay(Victims.Gone, cancellation);
        stage.FaultEnds();
        await server.StartAsync(cancellation);
        await stage.UntilServedAsync(cancellation);
    }

    private static async Task RestartAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        for (var restart = 0; restart < Restarts; restart++)
        {
            stage.FaultBegins();
            await server.KillAsync(cancellation);
            stage.FaultEnds();
            await server.StartAsync(cancellation);
            await stage.UntilServedAsync(cancellation);
        }
    }

    private static async Task KillBackendAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        for (var kill = 0; kill < 3; kill++)
        {
            var backend = await Sql.ReadAsync<int>(
                server.DirectConnection, $"select pid {Backends} order by state_change desc limit 1", cancellation);
            stage.FaultBegins();
            Signals.SendKill(backend);
            stage.FaultEnds();
            await stage.UntilServedAsync(cancellation);
            await stage.UntilAcknowledgedAsync(stage.Storm.Plan.BidsAfter, cancellation);
        }
    }

    private static async Task StartWithoutAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        stage.FaultBegins();
        stage.Demand(await stage.Server.StopAsync(cancellation) == 0, "the server did not end well");
        await server.StopAsync(cancellation);

        // As in production: who migrates needs every shard.
        stage.Scenery.Server.Options.AddRange(["--Storage:Migrate", "false"]);
        await stage.Server.StartAsync(cancellation);
        for (var shard = 0; shard < stage.Storm.Tally.Shards; shard++)
        {
            if (shard != Stage.VictimShard)
            {
                await stage.UntilServedAsync(shard, cancellation);
            }
        }

        await Task.Delay(Victims.Lasting, cancellation);
        stage.FaultEnds();
        await server.StartAsync(cancellation);
        await stage.UntilServedAsync(cancellation);
    }

    private static async Task LoseMetaAsync(Stage stage, CancellationToken cancellation)
    {
        var meta = stage.Scenery.Meta!;
        stage.FaultBegins();
        await meta.KillAsync(cancellation);
        await Task.Delay(Victims.Lasting, cancellation);
        await stage.UntilAllServedAsync(cancellation);
        stage.FaultEnds();
        await meta.StartAsync(cancellation);
    }

    private static Func<Task> Does(Action act) => () =>
    {
        act();
        return Task.CompletedTask;
    };
}
