using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.ReadModels;
using Auctions.Storage.Postgres.ReadModels.Rebuild;
using Auctions.Storage.ReadModels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Postgres.Tests.Store.Rebuild;

/// <summary>Read models made again from the journal, on a shard that nobody else uses meanwhile.</summary>
[Trait("Category", "Long")]
public sealed class RebuildTests : IDisposable
{
    private const int Auctions = 240, Rounds = 4;

    private readonly ShardDatabases _databases = new(new AuctionClock(TimeProvider.System), shards: 1);

    public void Dispose() => _databases.Dispose();

    private string Shard => _databases.Shards[0].Connection;

    [Fact]
    public async Task Made_again_from_zero_the_tables_are_the_same_whatever_was_in_them()
    {
        var lots = await FilledAsync();
        var (own, heads) = (await Tables.OwnBidsAsync(Shard), await Tables.HeadsAsync(Shard));
        Assert.Equal(Tables.OwnBids(lots), own);
        Assert.Equal(lots.Owners.Select(owner => AuctionView.Of(owner.Auction.State)), await Tables.ListedAsync(Shard));

        var same = await RebuildAsync();
        Assert.Equal((lots.Segments, Auctions, 0L), (same.Segments, same.Auctions, same.Corrected));
        Assert.Empty(same.Damaged);
        await AssertAreAsync(own, heads);

        (string Damage, long Corrected)[] spoiled =
        [
            ("delete from auctions.own_bids where bids % 2 = 0", 0),
            ("delete from auctions.own_bids; delete from auctions.checkpoint", 0),
            ("update auctions.own_bids set bids = bids * 2, maximum = 7, bidder_number = 9, last_sequence = 99999", 0),
            ("insert into auctions.own_bids select gen_random_uuid(), gen_random_uuid(), 1, 1, 1, 1, 1, generation " +
                "from auctions.own_bids", 0),
            ("update auctions.checkpoint set transaction_id = '9999999999', first_sequence = 1", 0),
            ("update auctions.head set price = 1, bid_count = 0, title = 'x', buy_it_now = 3", Auctions),
            ("update auctions.head set status = 0, opens_at = 0, closes_at = 0, seller = null, title = null, " +
                "currency = null, format = null, listed_sequence = 0 where status = 1", 60),
            ("update auctions.head set extensions = 4, reserve_met = not reserve_met, leader_number = 77", Auctions),
            ("insert into auctions.snapshot select auction_id, 1, 1, '', '' from auctions.head", 0),
        ];
        foreach (var (damage, corrected) in spoiled)
        {
            await _databases.RunAsync(0, damage);
            var mended = await RebuildAsync();
            Assert.Equal((damage, corrected), (damage, mended.Corrected));
            await AssertAreAsync(own, heads);
        }
    }

    [Fact]
    public async Task A_list_that_fell_behind_before_a_crash_is_brought_up_to_the_journal()
    {
        var lots = await Lots.MakeAsync(_databases.Journal, auctions: 16, rounds: 2);
        Assert.NotEqual(
            lots.Owners.Select(owner => AuctionView.Of(owner.Auction.State)), await Tables.ListedAsync(Shard));
        await RebuildAsync();
        Assert.Equal(lots.Owners.Select(owner => AuctionView.Of(owner.Auction.State)), await Tables.ListedAsync(Shard));
    }

    [Fact]
    public async Task An_auction_whose_journal_is_damaged_is_named_and_left_and_the_others_are_made_right()
    {
        var lots = await Lots.MakeAsync(_databases.Journal, auctions: 8, rounds: 2);
        await lots.ReleaseAsync();
        var heads = await Tables.HeadsAsync(Shard);
        var (torn, holed, empty, cut) = (lots.Owners[1].Id, lots.Owners[2].Id, lots.Owners[4].Id, lots.Owners[5].Id);
        await _databases.RunAsync(0, $"""
            update auctions.segment set payload = '\x00ff' where auction_id = '{torn}' and first_sequence > 1;
            delete from auctions.segment where auction_id = '{holed}' and first_sequence = 2;
            delete from auctions.segment where auction_id = '{empty}';
            delete from auctions.segment where auction_id = '{cut}' and last_sequence = {lots.Owners[5].Sequence};
            update auctions.head set title = 'x' where auction_id not in ('{torn}', '{holed}', '{empty}', '{cut}');
            """);
        var mended = await RebuildAsync();
        Assert.Equal([torn, holed, empty, cut], mended.Damaged.Order());
        Assert.Equal(4, mended.Corrected);
        Assert.Equal(heads, await Tables.HeadsAsync(Shard));
    }

    [Theory]
    [InlineData("rebuild")]
    [InlineData("head")]
    public async Task What_was_done_though_nobody_was_told_so_in_time_counts_all_the_same(string table)
    {
        var lots = await Lots.MakeAsync(_databases.Journal, auctions: 16, rounds: 2);
        await lots.ReleaseAsync();
        var heads = await Tables.HeadsAsync(Shard);

        // One commit, of which the rebuild hears too late.
        await _databases.RunAsync(0, $"""
            update auctions.head set title = 'x';
            create sequence auctions.slow;
            create function auctions.slow_() returns trigger security definer language plpgsql as $$ begin
                if nextval('auctions.slow') = {(table == "rebuild" ? 2 : 1)} then perform pg_sleep(2); end if;
                return null;
            end $$;
            create constraint trigger slow after update on auctions.{table} deferrable initially deferred
                for each row execute function auctions.slow_();
            """);
        try
        {
            var mended = await RebuildAsync();
            Assert.Equal((lots.Segments, 16L, 16L), (mended.Segments, mended.Auctions, mended.Corrected));
            Assert.Equal(heads, await Tables.HeadsAsync(Shard));
        }
        finally
        {
            await _databases.RunAsync(0, "drop function auctions.slow_() cascade; drop sequence auctions.slow");
        }
    }

    [Fact]
    public async Task A_head_row_that_is_locked_is_come_back_to()
    {
        var lots = await Lots.MakeAsync(_databases.Journal, auctions: 8, rounds: 1);
        await lots.ReleaseAsync();
        var heads = await Tables.HeadsAsync(Shard);
        await _databases.RunAsync(0, "update auctions.head set title = 'x'");
        await using var holder = new Npgsql.NpgsqlConnection($"{Shard};Pooling=false");
        await holder.OpenAsync();
        await using var locking = await holder.BeginTransactionAsync();
        await using var lockRow = new Npgsql.NpgsqlCommand(
            $"select from auctions.head where auction_id = '{lots.Owners[0].Id}' for no key update", holder);
        await lockRow.ExecuteNonQueryAsync();
        var rebuild = RebuildAsync();
        await Until.TrueAsync(
            async () => await _databases.ReadAsync<long>(
                0, "select count(*) from auctions.head where title = 'x'") == 1,
            "the others are made right");
        Assert.False(rebuild.IsCompleted);
        await locking.CommitAsync();
        Assert.Equal(8, (await rebuild).Corrected);
        Assert.Equal(heads, await Tables.HeadsAsync(Shard));
    }

    private async Task<Lots> FilledAsync()
    {
        var lots = await Lots.MakeAsync(_databases.Journal, Auctions, Rounds);
        await lots.ReleaseAsync();
        await SettledAsync();
        var projector = new PostgresProjector(_databases.Shards[0], NullLogger.Instance);
        await Until.TrueAsync(() => TryAsync(projector), "all bids are taken in");
        await projector.StopAsync();
        return lots;
    }

    // A busy machine may not answer in time.
    private static async Task<bool> TryAsync(PostgresProjector projector)
    {
        try
        {
            await projector.CatchUpAsync(default);
            return true;
        }
        catch (JournalException)
        {
            return false;
        }
    }

    private async Task<ShardRebuilt> RebuildAsync()
    {
        await SettledAsync();
        var rebuild = new ShardRebuild(_databases.Shards[0], new RebuildProgress(), NullLogger.Instance);
        return await rebuild.RunAsync(default);
    }

    // Nothing older is open on that server that would keep anything from being taken in.
    private Task SettledAsync() => Until.TrueAsync(
        () => _databases.ReadAsync<bool>(
            0,
            "select coalesce(bool_and(transaction_id < pg_snapshot_xmin(pg_current_snapshot())), true) " +
            "from auctions.segment"),
        "no older transaction is open");

    private async Task AssertAreAsync(string own, string heads)
    {
        Assert.Equal(own, await Tables.OwnBidsAsync(Shard));
        Assert.Equal(heads, await Tables.HeadsAsync(Shard));
        Assert.Equal(0, await Tables.LeftOverAsync(Shard));
    }
}
