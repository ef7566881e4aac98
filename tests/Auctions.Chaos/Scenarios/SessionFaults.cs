using Auctions.Chaos.Databases;
using Auctions.Chaos.Machines;
using Npgsql;

namespace Auctions.Chaos.Scenarios;

/// <summary>What other sessions do to the server's on a shard.</summary>
internal static class SessionFaults
{
    private const string Backends = "from pg_stat_activity where application_name like 'OrleansAuctions%'";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Victims.On(
            "connections-exhausted",
            "pool exhausted",
            "others take every connection there is, and whatever the server loses, for 10 s.",
            ExhaustAsync,
            (server, _, _) => server.SetAsync(("max_connections", "40"))).Busy(),
        Victims.On(
            "transaction-left-open",
            "transaction left open",
            "a transaction locks all head rows and is left idle for 10 s, with its snapshot.",
            (stage, server, token) => HoldAsync(
                stage, "select 1 from auctions.head for update; select pg_current_xact_id()", token)),
        Victims.On(
            "snapshot-left-open",
            "transaction left open",
            "a transaction that has read and written is left idle for 10 s; the others do not need what it holds.",
            (stage, server, token) => HoldAsync(
                stage,
                "select count(*) from auctions.segment; select pg_current_xact_id()",
                token)),
        Victims.On(
            "table-locked",
            "stop while a turn is long: a table of the shard is locked",
            "lock table auctions.segment in access exclusive mode, for 10 s.",
            (stage, server, token) => HoldAsync(
                stage, "lock table auctions.segment in access exclusive mode", token)),
    ];

    private static async Task HoldAsync(Stage stage, string sql, CancellationToken cancellation)
    {
        await using var session = await Sql.OpenAsync(stage.Shards[Stage.VictimShard], cancellation);
        await Sql.RunAsync(session, "begin isolation level repeatable read", cancellation);
        await stage.ForAWhileAsync(
            () => Sql.RunAsync(session, sql, cancellation),
            () => Sql.RunAsync(session, "rollback", CancellationToken.None),
            cancellation);
    }

    private static async Task ExhaustAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        // The first of them can still ask when no more can be had.
        List<NpgsqlConnection> taken = [await Sql.OpenAsync(server.DirectConnection, cancellation)];
        await stage.AgainAndAgainAsync(
            async () =>
            {
                await TakeAllAsync(server, taken, cancellation);
                await Sql.RunAsync(taken[0], $"select pg_terminate_backend(pid) {Backends}", cancellation);
                await TakeAllAsync(server, taken, cancellation);
            },
            TimeSpan.FromMilliseconds(100),
            async () =>
            {
                foreach (var session in taken)
                {
                    await session.DisposeAsync();
                }
            },
            cancellation);
    }

    private static async Task TakeAllAsync(
        PostgresServer server, List<NpgsqlConnection> taken, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                taken.Add(await Sql.OpenAsync(server.DirectConnection, cancellation));
            }
        }
        catch (PostgresException none) when (none.SqlState == PostgresErrorCodes.TooManyConnections)
        {
        }
    }
}
