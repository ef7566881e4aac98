using Auctions.Chaos.Servers;
using Npgsql;

namespace Auctions.Chaos.Scenarios;

/// <summary>What happens to the server process.</summary>
internal static class ServerFaults
{
    private const int Kills = 3;

    // Longer than whatever another process waits before it takes an auction for its own.
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Disturbed = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Locked = TimeSpan.FromSeconds(1.5);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(
            "server-killed",
            "server killed in the middle of a storm",
            "kill -9 and a new start, three times.",
            StoreKind.Postgres,
            KillAsync),
        new(
            "server-killed-sqlite",
            "server killed in the middle of a storm",
            "kill -9 and a new start on the same files, three times.",
            StoreKind.Sqlite,
            KillAsync),
        new(
            "server-stopped",
            "graceful stop under load",
            "SIGTERM, exit code 0, and a new start.",
            StoreKind.Postgres,
            StopAsync),
        new(
            "server-stopped-sqlite",
            "graceful stop under load",
            "SIGTERM, exit code 0, and a new start on the same files.",
            StoreKind.Sqlite,
            StopAsync),
        new(
            "server-stopped-in-a-long-turn",
            "stop while a turn is long",
            "The head rows of a shard are locked, SIGTERM, the lock is released 1.5 s later, a new start.",
            StoreKind.Postgres,
            StopInLongTurnAsync),
        new(
            "server-paused-shortly",
            "short pauses",
            "SIGSTOP for 50 to 900 ms every second, for 10 s.",
            StoreKind.Postgres,
            PauseAsync),
        new(
            "zombie",
            "a server that stood still while another one took over, and goes on",
            "SIGSTOP for 8 s while clients go to a second server, then SIGCONT; what the first still holds is stale.",
            StoreKind.Postgres,
            ZombieAsync),
        new(
            "two-servers",
            "two servers on one store",
            "Clients are sent to the one and the other in turn, every half second, for 10 s.",
            StoreKind.Postgres,
            AlternateAsync),
    ];

    private static async Task KillAsync(Stage stage, CancellationToken cancellation)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            stage.FaultBegins();
            await stage.Server.KillAsync();
            stage.FaultEnds();
            await stage.Server.StartAsync(cancellation);
            await stage.UntilAllServedAsync(cancellation);
            await stage.UntilAcknowledgedAsync(stage.Storm.Plan.Bids / 10, cancellation);
        }
    }

    private static async Task StopAsync(Stage stage, CancellationToken cancellation)
    {
        stage.FaultBegins();
        stage.Demand(await stage.Server.StopAsync(cancellation) == 0, "the server did not end well");
        stage.FaultEnds();
        await stage.Server.StartAsync(cancellation);
        await stage.UntilAllServedAsync(cancellation);
    }

    private static async Task StopInLongTurnAsync(Stage stage, CancellationToken cancellation)
    {
        Task<int> stopping;
        await using (var session = new NpgsqlConnection($"{stage.Shards[Stage.VictimShard]};Pooling=false"))
        {
            await session.OpenAsync(cancellation);
            await using var transaction = await session.BeginTransactionAsync(cancellation);
            stage.FaultBegins();
            await using var locking = new NpgsqlCommand(
                "lock table auctions.head in access exclusive mode", session);
            await locking.ExecuteNonQueryAsync(cancellation);
            stopping = stage.Server.StopAsync(cancellation);

            // The length of the turn is the fault.
            await Task.Delay(Locked, cancellation);
            await transaction.RollbackAsync(cancellation);
        }

        stage.Demand(await stopping == 0, "the server did not end well");
        stage.FaultEnds();
        await stage.Server.StartAsync(cancellation);
        await stage.UntilAllServedAsync(cancellation);
    }

    private static async Task PauseAsync(Stage stage, CancellationToken cancellation)
    {
        var chance = new Random(1);
        stage.FaultBegins();
        for (var second = 0; second < Disturbed.TotalSeconds; second++)
        {
            var pause = chance.Next(50, 900);
            stage.Server.Freeze();
            try
            {
                await Task.Delay(pause, cancellation);
            }
            finally
            {
                stage.Server.Thaw();
            }

            await Task.Delay(1_000 - pause, cancellation);
        }

        stage.FaultEnds();
        await stage.UntilAllServedAsync(cancellation);
    }

    private static async Task ZombieAsync(Stage stage, CancellationToken cancellation)
    {
        var successor = await stage.StartAnotherAsync(cancellation);
        stage.FaultBegins();
        stage.Server.Freeze();
        try
        {
            stage.SendTo(successor);
            await stage.UntilAllServedAsync(cancellation);
            await Task.Delay(Frozen, cancellation);
        }
        finally
        {
            stage.Server.Thaw();
        }

        stage.FaultEnds();
        await stage.UntilAllServedAsync(cancellation);
    }

    private static async Task AlternateAsync(Stage stage, CancellationToken cancellation)
    {
        ServerUnderTest[] servers = [stage.Server, await stage.StartAnotherAsync(cancellation)];
        stage.FaultBegins();
        for (var turn = 1; turn <= 2 * Disturbed.TotalSeconds; turn++)
        {
            stage.SendTo(servers[turn % 2]);
            await Task.Delay(TimeSpan.FromSeconds(0.5), cancellation);
        }

        stage.SendTo(servers[0]);
        stage.FaultEnds();
        await stage.UntilAllServedAsync(cancellation);
    }
}
