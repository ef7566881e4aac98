using System.Globalization;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Schema;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Auctions.Postgres.Tests.Store;

/// <summary>The journal's monthly partitions, made ahead by whoever runs on it.</summary>
[Trait("Category", "Long")]
public sealed class PartitionTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    private static readonly string[] Ahead = [.. Enumerable.Range(1, 12).Select(Month)];

    [Fact]
    public async Task A_running_store_makes_the_months_that_are_missing_and_its_schema_counts_as_unchanged()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        foreach (var month in Ahead[2..])
        {
            await Servers.RunAsync(databases.Shards[1], $"drop table auctions.{month}");
        }

        var few = await Deployment.ExamineAsync(databases.Settings, default);
        Assert.All(few, report => Assert.Null(report.Problem));
        Assert.Empty(few[1].Notes);
        Assert.Contains("partitions for 2 months ahead", Assert.Single(few[2].Notes));
        using var logs = new Logs();
        await using (await PostgresStore.OpenAsync(databases.Settings, TimeProvider.System, logs))
        {
            await Until.TrueAsync(async () => (await MadeAsync(databases.Shards[1])).Length == 14, "all are made");
        }

        Assert.Contains(logs.Messages, message => message.Contains("shard-01 has a partition for"));
        Assert.DoesNotContain(logs.Messages, message => message.Contains("shard-00 has a partition for"));
        var reports = await Deployment.ExamineAsync(databases.Settings, default);
        Assert.All(reports, report => Assert.Null(report.Problem));
        Assert.All(reports, report => Assert.Empty(report.Notes));

        // As if it had been made with its parent.
        var (byUpkeep, byMigration) = (Ahead[5], Ahead[0]);
        Assert.Equal(
            (await ShapeAsync(databases.Shards[1], byMigration)).Replace(byMigration, byUpkeep),
            await ShapeAsync(databases.Shards[1], byUpkeep));
    }

    [Fact]
    public async Task While_somebody_reads_the_whole_journal_none_is_made_and_bids_go_on()
    {
        await DropAsync(Ahead[11]);
        var time = new FakeTimeProvider();
        await using var shard = Admitted();
        var partitions = new PartitionsAhead(shard, time, new Logs());
        await using var process = new JournalOn(database.Connection);
        var owner = await process.StartAuctionAsync();
        await using (var report = new NpgsqlConnection($"{database.Connection};Pooling=false"))
        {
            await report.OpenAsync();
            await using var read = new NpgsqlCommand("begin; select count(*) from auctions.segment", report);
            await read.ExecuteScalarAsync();
            var busy = await Assert.ThrowsAsync<JournalException>(() => partitions.KeepAsync(default));
            Assert.Contains(PostgresErrorCodes.LockNotAvailable, busy.Message);
            await owner.WriteAsync(process.Journal, owner.Bid());
        }

        // Only when it is time again.
        await partitions.KeepAsync(default);
        Assert.DoesNotContain(Ahead[11], await MadeAsync(database.Connection));
        await KeepAsync(partitions, time);
        Assert.Contains(Ahead[11], await MadeAsync(database.Connection));
    }

    [Fact]
    public async Task While_bids_come_without_a_pause_partitions_are_made_and_every_bid_is_written()
    {
        await DropAsync(Ahead[4..]);
        await using var process = new JournalOn(database.Connection);
        using var made = new CancellationTokenSource();
        var bidding = Enumerable.Range(0, 4).Select(async _ =>
        {
            var owner = await process.StartAuctionAsync();
            while (!made.IsCancellationRequested)
            {
                await owner.WriteAsync(process.Journal, owner.Bid());
            }
        }).ToList();
        await using var shard = Admitted();
        using var logs = new Logs();
        await KeepAsync(shard, logs);
        Assert.Equal(14, (await MadeAsync(database.Connection)).Length);
        await made.CancelAsync();
        await Task.WhenAll(bidding);
    }

    [Fact]
    public async Task Many_who_look_at_once_make_each_month_once()
    {
        await DropAsync(Ahead);
        await using var shard = Admitted();
        using var logs = new Logs();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => KeepAsync(shard, logs)));
        Assert.Equal(14, (await MadeAsync(database.Connection)).Length);
        Assert.Equal(12, logs.Messages.Count);
    }

    [Fact]
    public async Task A_month_whose_auctions_lie_among_the_others_is_left_there_and_a_large_heap_of_others_is_let_be()
    {
        await DropAsync(Ahead[9], Ahead[10]);
        await Servers.RunAsync(database.Connection, $"""
            insert into auctions.segment (
                auction_id, first_sequence, last_sequence, epoch, codec_version, previous_hash, payload)
            select auctions.first_id_of('{Ahead[9][^7..].Replace('_', '-')}-01'), n, n, 1, 1, '', ''
            from generate_series(1, 10) as n
            """);
        await using var shard = Admitted();
        using var logs = new Logs();
        await KeepAsync(shard, logs);
        var made = await MadeAsync(database.Connection);
        Assert.DoesNotContain(Ahead[9], made);
        Assert.Contains(Ahead[10], made);

        await DropAsync(Ahead[10]);
        await Servers.RunAsync(database.Connection, """
            insert into auctions.segment (
                auction_id, first_sequence, last_sequence, epoch, codec_version, previous_hash, payload)
            select overlay(gen_random_uuid()::text placing 'ffffffff' from 1)::uuid, 1, 1, 1, 1, '',
                convert_to(repeat('x', 1800), 'UTF8')
            from generate_series(1, 10000);
            """);
        var refused = await Assert.ThrowsAsync<JournalException>(
            () => new PartitionsAhead(shard, TimeProvider.System, logs).KeepAsync(default));
        Assert.Contains("segment_other is too large", refused.Message);

        // Migrating goes on without it.
        await new Migrator(database.Connection, "shard-00", "shard").MigrateAsync(default);
        await Servers.RunAsync(database.Connection, "truncate auctions.segment_other");
        await new Migrator(database.Connection, "shard-00", "shard").MigrateAsync(default);
        Assert.Equal(14, (await MadeAsync(database.Connection)).Length);
    }

    private Task DropAsync(params string[] months) => Servers.RunAsync(
        database.Connection, $"drop table if exists {string.Join(", ", months.Select(month => $"auctions.{month}"))}");

    private PostgresShard Admitted() =>
        new(0, database.Connection, TimeProvider.System, ShardDatabases.Patient.Append) { IsAdmitted = true };

    // Looks once more, as it would, where a slow bid or the server's own upkeep was in the way.
    private static Task KeepAsync(PostgresShard shard, Logs logs)
    {
        var time = new FakeTimeProvider();
        return KeepAsync(new PartitionsAhead(shard, time, logs), time);
    }

    private static Task KeepAsync(PartitionsAhead partitions, FakeTimeProvider time) => Until.TrueAsync(
        async () =>
        {
            time.Advance(PartitionsAhead.Retry);
            var busy = await Record.ExceptionAsync(() => partitions.KeepAsync(default));
            return busy is null ||
                (busy.Message.Contains(PostgresErrorCodes.LockNotAvailable) ? false : throw busy);
        },
        "all months are made");

    private static string Month(int ahead) =>
        $"segment_{DateTime.UtcNow.AddDays(1 - DateTime.UtcNow.Day).AddMonths(ahead).ToString(
            "yyyy_MM", CultureInfo.InvariantCulture)}";

    // Last month, this one and those ahead.
    private static async Task<string[]> MadeAsync(string shard) => await Servers.ReadAsync<string[]>(
        shard,
        """
        select array_agg(relname::text order by relname) from pg_inherits join pg_class on oid = inhrelid
        where inhparent = 'auctions.segment'::regclass and relname <> 'segment_other'
        """);

    private static Task<string> ShapeAsync(string shard, string partition) => Servers.ReadAsync<string>(
        shard,
        $"""
        select string_agg(thing, E'\n' order by thing) from (
            select attname || ' ' || format_type(atttypid, atttypmod) || attnotnull::text || attstorage::text
                || coalesce(pg_get_expr(adbin, adrelid), '') as thing
            from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
            where attrelid = 'auctions.{partition}'::regclass and attnum > 0
            union all
            select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'auctions.{partition}'::regclass
            union all
            select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
            where conrelid = 'auctions.{partition}'::regclass
            union all
            select relowner::regrole::text from pg_class where oid = 'auctions.{partition}'::regclass
        ) as things
        """);
}
