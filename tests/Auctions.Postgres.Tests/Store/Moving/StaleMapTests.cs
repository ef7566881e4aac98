using Auctions.Engine.Ports;
using Auctions.Storage.Slots;
using Auctions.Storage.Tests;
using Npgsql;

namespace Auctions.Postgres.Tests.Store.Moving;

/// <summary>What a process does whose slot map is from before a move, or whose code is.</summary>
[Trait("Category", "Long")]
public sealed class StaleMapTests
{
    [Fact]
    public async Task Who_does_not_know_of_a_move_can_neither_write_nor_open_nor_create_where_it_was()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        var stale = new JournalOn(moved.Databases.Shards[0]);
        await using var asProcess = stale;
        await moved.MoveAsync(owner.Id, 1);
        await MovedStore.KnownAsync(moved.Databases.Meta, moved.Store, owner.Id, 1);
        var newest = await Activation.OpenAsync(moved.Store.Journal, owner.Id, create: false);
        await newest.WriteAsync(moved.Store.Journal, newest.Bid("A", 5_00, "1"));

        Assert.Equal(AppendStatus.Fenced, await owner.AppendAsync(stale.Journal, owner.Bid()));
        Assert.Null(await stale.RaiseAsync(owner));
        await stale.Journal.ReleaseAsync(0, [owner.Claim], default);
        foreach (var create in new[] { false, true })
        {
            // It is not said to be unknown: it can be seen as it was, and who has it in memory is sent away.
            var late = await Activation.OpenAsync(stale.Journal, owner.Id, create);
            Assert.Equal(1, late.Sequence);
            Assert.Equal(AppendStatus.Fenced, await late.AppendAsync(stale.Journal, late.Bid()));
            Assert.Null(await stale.RaiseAsync(late));
        }

        Assert.Empty(await stale.Journal.FindDueAsync(0, DateTimeOffset.MaxValue, null, 10, default));
        await newest.WriteAsync(moved.Store.Journal, newest.Bid("A", 6_00, "2"));
        Assert.Equal(3, (await moved.Store.Journal.FoldAsync(owner.Id)).State.Sequence);
        await moved.VerifyAsync(auctions: 1);
    }

    [Fact]
    public async Task What_opens_in_the_moment_of_the_fence_is_not_told_that_there_is_no_such_auction()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        await using var session = new NpgsqlConnection($"{moved.Databases.Shards[0]};Pooling=false");
        await session.OpenAsync();
        await using var fence = await session.BeginTransactionAsync();
        await using var mark = new NpgsqlCommand(
            $"""
            update auctions.head
            set epoch = epoch + 1, owner = 'aaaaaaaa-0000-0000-0000-000000000000', moved_to = 1,
                moved_by = 'aaaaaaaa-0000-0000-0000-000000000000'
            where auction_id = '{owner.Id}'
            """,
            session);
        await mark.ExecuteNonQueryAsync();
        var opening = Activation.OpenAsync(moved.Store.Journal, owner.Id, create: false);
        await Servers.CountedAsync(
            moved.Databases.Shards[0], "select count(*) from pg_stat_activity where wait_event_type = 'Lock'");
        await fence.CommitAsync();
        var opened = await opening;
        Assert.Equal(AppendStatus.Fenced, await opened.AppendAsync(moved.Store.Journal, opened.Bid()));
    }

    [Fact]
    public async Task A_server_of_the_version_before_is_refused_by_the_shard_itself()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        await moved.MoveAsync(owner.Id, 1);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Servers.RunAsync(
            moved.Databases.Shards[0],
            $"update auctions.head set epoch = epoch + 1, owner = gen_random_uuid() where auction_id = '{owner.Id}'"));
        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    [Fact]
    public async Task Who_meets_an_auction_that_moved_looks_for_the_newest_map_at_once()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var process = new JournalOn(databases.Shards[0]);
        var owner = await process.StartAuctionAsync();
        var slots = new CurrentSlotMap(SlotMap.Assign([1.0]));
        var journal = new Storage.Postgres.Journal.PostgresJournal([process.Shard], slots, ShardDatabases.Patient);
        await Activation.OpenAsync(journal, owner.Id);
        Assert.False(slots.Doubted.IsCompleted);
        await Servers.RunAsync(
            databases.Shards[0], "update auctions.head set moved_to = 1, moved_by = owner");
        await Activation.OpenAsync(journal, owner.Id);
        Assert.True(slots.Doubted.IsCompleted);
        slots.Reassure();
        Assert.False(slots.Doubted.IsCompleted);
    }

    [Fact]
    public async Task History_and_own_bids_where_it_was_are_not_shown_as_though_they_were_whole()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        await owner.WriteAsync(moved.Store.Journal, owner.Bid("A", 5_00, "1"));
        await moved.MoveAsync(owner.Id, 1);
        await Servers.RunAsync(moved.Databases.Meta, "update auctions.pin set shard = 0");
        await using var stale = await moved.Databases.OpenAsync(
            moved.Databases.Settings with { Projects = false });
        Assert.Equal(0, stale.Journal.ShardOf(owner.Id));
        var history = await stale.ReadModels.HistoryAsync(new HistoryQuery(owner.Id, null, 10), default);
        Assert.True(history.IsBehind);
        var own = await stale.ReadModels.OwnBidsOnAsync(Given.Person("A"), owner.Id, default);
        Assert.Equal([0], own.MissingShards);
    }
}
