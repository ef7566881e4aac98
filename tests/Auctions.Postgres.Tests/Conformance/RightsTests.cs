using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>What each duty may not do, whatever the process that has it tries.</summary>
public sealed class RightsTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    private const string Segment =
        "insert into auctions.segment (auction_id, first_sequence, last_sequence, epoch, codec_version, " +
        "previous_hash, payload) values (gen_random_uuid(), 1, 1, 1, 1, '', '')";

    private static readonly string[] Tables =
    [
        "head", "segment", "segment_other", "snapshot", "key_chunk", "creation_key", "person", "heartbeat", "outage",
        "own_bids", "checkpoint", "rebuild", "identity", "migration",
    ];

    private static readonly string[] Deletable = ["own_bids", "rebuild"];

    [Fact]
    public Task The_writer_changes_nothing_that_the_journal_holds_and_no_table() => RefusedAsync(
        "auctions_writer",
        [
            "update auctions.segment set payload = ''",
            "update auctions.segment_other set payload = ''",
            "delete from auctions.segment",
            "delete from auctions.segment_other",
            "update auctions.key_chunk set payload = ''",
            "update auctions.creation_key set auction_id = gen_random_uuid()",
            "update auctions.outage set ended = 0",
            "update auctions.own_bids set bids = 0",
            "update auctions.checkpoint set first_sequence = 0",
            "update auctions.rebuild set generation = 9",
            "insert into auctions.rebuild (generation) values (9)",
            "update auctions.identity set shard = 7",
            "update auctions.migration set checksum = ''",
            .. Tables.Select(table => $"delete from auctions.{table}"),
            .. Tables.Select(table => $"truncate auctions.{table}"),
            .. OfTables(),
        ]);

    [Fact]
    public Task The_reader_writes_nothing() => RefusedAsync(
        "auctions_reader",
        [
            Segment,
            "insert into auctions.head (auction_id, epoch) values (gen_random_uuid(), 1)",
            "update auctions.head set epoch = epoch + 1",
            "update auctions.snapshot set payload = ''",
            "update auctions.own_bids set bids = 0",
            "update auctions.checkpoint set first_sequence = 0",
            "update auctions.rebuild set generation = 9",
            "select auctions.make_partition_ahead()",
            "insert into auctions.heartbeat (at) values (1)",
            .. Tables.Select(table => $"delete from auctions.{table}"),
            .. Tables.Select(table => $"truncate auctions.{table}"),
            .. OfTables(),
        ]);

    [Fact]
    public Task The_projector_writes_nothing_but_the_read_model() => RefusedAsync(
        "auctions_projector",
        [
            Segment,
            "insert into auctions.head (auction_id, epoch) values (gen_random_uuid(), 1)",
            "update auctions.head set epoch = epoch + 1",
            "update auctions.segment set payload = ''",
            "update auctions.snapshot set payload = ''",
            "update auctions.person set name = ''",
            "select auctions.make_partition_ahead()",
            "insert into auctions.heartbeat (at) values (1)",
            .. Tables.Except(Deletable).Select(table => $"delete from auctions.{table}"),
            .. Tables.Select(table => $"truncate auctions.{table}"),
            .. OfTables(),
        ]);

    [Theory]
    [InlineData("auctions_writer", Segment)]
    [InlineData("auctions_writer", "select count(*) from auctions.segment")]
    [InlineData("auctions_reader", "select count(*) from auctions.segment")]
    [InlineData("auctions_projector", "update auctions.checkpoint set first_sequence = 0")]
    [InlineData("auctions_projector", "delete from auctions.own_bids where generation < 1")]
    [InlineData("auctions_writer", "select auctions.make_partition_ahead()")]
    public async Task Each_does_its_own(string role, string duty)
    {
        await using var session = await AsAsync(role);
        await using var command = new NpgsqlCommand(duty, session);
        await command.ExecuteNonQueryAsync();
    }

    // What only an owner may do.
    private static IEnumerable<string> OfTables() =>
    [
        .. Tables.Select(table => $"alter table auctions.{table} add column more integer"),
        .. Tables.Select(table => $"alter table auctions.{table} disable trigger all"),
        .. Tables.Select(table => $"drop table auctions.{table}"),
        "alter table auctions.segment detach partition auctions.segment_other",
        "create table auctions.more (id integer)",
        "create trigger more before insert on auctions.segment for each row execute function " +
            "suppress_redundant_updates_trigger()",
        "create or replace function auctions.clock() returns bigint language sql return 1",
        "drop schema auctions cascade",
        "create index more on auctions.segment (epoch)",
        "alter role auctions_writer superuser",
    ];

    private async Task RefusedAsync(string role, IEnumerable<string> forbidden)
    {
        await using var session = await AsAsync(role);
        foreach (var sql in forbidden.Distinct())
        {
            await using var command = new NpgsqlCommand(sql, session);
            var error = await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync());
            Assert.True(error is PostgresException { SqlState: "42501" }, $"{role}: {sql}: {error?.Message}");
        }
    }

    private async Task<NpgsqlConnection> AsAsync(string role)
    {
        var session = new NpgsqlConnection($"{database.Connection};Pooling=false;Options=-c role={role}");
        await session.OpenAsync();
        return session;
    }
}
