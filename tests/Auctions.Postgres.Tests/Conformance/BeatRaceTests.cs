using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>Heartbeats of two processes that meet after an outage.</summary>
[Collection(nameof(Deadlines))]
public sealed class BeatRaceTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    private const string Waiting = """
        select count(*) from pg_stat_activity
        where datname = current_database() and application_name like 'OrleansAuctions%' and wait_event_type = 'Lock'
        """;

    private static readonly TimeSpan OutageMin = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_heartbeat_that_waited_for_another_is_told_of_the_outage_that_the_other_one_recorded()
    {
        await using var late = new JournalOn(database.Connection);
        Assert.Empty(await late.Journal.BeatAsync(0, OutageMin, DateTimeOffset.MinValue, default));
        await Servers.RunAsync(
            database.Connection, $"update auctions.heartbeat set at = at - {TimeSpan.FromMinutes(1).Ticks}");

        // Another process's heartbeat, whose commit takes its time.
        await using var session = new NpgsqlConnection($"{database.Connection};Pooling=false");
        await session.OpenAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using var early = new NpgsqlCommand(
            """
            insert into auctions.outage (began, ended) select at, auctions.clock() from auctions.heartbeat;
            update auctions.heartbeat set at = auctions.clock();
            """,
            session);
        await early.ExecuteNonQueryAsync();
        var beat = late.Journal.BeatAsync(0, OutageMin, DateTimeOffset.MinValue, default);
        await Servers.CountedAsync(database.Connection, Waiting);
        Assert.False(beat.IsCompleted);
        await transaction.CommitAsync();
        var outage = Assert.Single(await beat);
        Assert.InRange(outage.To - outage.From, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
    }
}
