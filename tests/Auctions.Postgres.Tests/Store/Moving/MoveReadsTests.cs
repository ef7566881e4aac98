using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Moving;
using Auctions.Storage.Postgres.ReadModels.Rebuild;
using Auctions.Storage.ReadModels;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests.Store.Moving;

/// <summary>What lists, history and bidders see of auctions that moved.</summary>
[Trait("Category", "Long")]
public sealed class MoveReadsTests
{
    private static readonly PersonId Bidder = Given.Person("A");

    [Fact]
    public async Task A_page_of_own_bids_lacks_none_of_those_behind_auctions_that_moved_away()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owners = new List<Activation>();
        for (var lot = 0; lot < 6; lot++)
        {
            var owner = await moved.StartAuctionAsync();
            await owner.WriteAsync(moved.Store.Journal, owner.Bid("A", 5_00, "1"));
            owners.Add(owner);
        }

        foreach (var owner in owners.Take(4))
        {
            await moved.MoveAsync(owner.Id, 1);
        }

        // Bid on since, they come earlier: nothing stands any more where the others come after.
        await Servers.CountedAsync(
            moved.Databases.Shards[1], "select count(*) from auctions.own_bids", wanted: 4);
        await Servers.RunAsync(
            moved.Databases.Shards[1], "update auctions.own_bids set last_bid_at = last_bid_at + 10000000");

        // Once from what the read model has, once more from what it does not have yet.
        await PageAsync(moved, owners);
        await Servers.RunAsync(
            moved.Databases.Shards[0],
            "update auctions.checkpoint set transaction_id = '0', holder = gen_random_uuid(), " +
            "lease_until = clock_timestamp() + interval '1 hour'; delete from auctions.own_bids");
        await PageAsync(moved, owners);
    }

    [Fact]
    public async Task Read_models_that_are_made_again_show_it_where_it_lives()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        await owner.WriteAsync(moved.Store.Journal, owner.Bid("A", 5_00, "1"));
        await moved.MoveAsync(owner.Id, 1);
        await Servers.RunAsync(moved.Databases.Shards[1], "update auctions.head set title = 'x'");
        var rebuilt = await PostgresRebuild.RunAsync(moved.Databases.Settings, null, new RebuildProgress(), default);
        Assert.Equal([0L, 1, 0], rebuilt.Select(shard => shard.Auctions));
        Assert.Equal([0L, 1, 0], rebuilt.Select(shard => shard.Corrected));
        Assert.All(rebuilt, shard => Assert.Empty(shard.Damaged));
        Assert.Equal(AuctionView.Of(owner.Auction.State), Assert.Single(await moved.ListAsync()));
        Assert.Equal(1, Assert.Single(
            (await moved.Store.ReadModels.OwnBidsAsync(Bidder, null, 10, default)).Items).Bids);
        await moved.VerifyAsync(auctions: 1);
    }

    [Fact]
    public async Task A_rebuild_leaves_one_alone_that_moves_meanwhile()
    {
        await using var moved = await MovedStore.OpenAsync(projects: false);
        var owner = await moved.StartAuctionAsync();
        await owner.WriteAsync(moved.Store.Journal, owner.Bid("A", 5_00, "1"));
        await Servers.RunAsync(moved.Databases.Shards[0], "update auctions.head set title = 'x'");
        await using var session = new Npgsql.NpgsqlConnection($"{moved.Databases.Shards[0]};Pooling=false");
        await session.OpenAsync();
        await using var held = await session.BeginTransactionAsync();
        await using var hold = new Npgsql.NpgsqlCommand(
            "update auctions.head set epoch = epoch + 1, owner = auction_id, moved_by = auction_id, moved_to = 1",
            session);
        await hold.ExecuteNonQueryAsync();
        var progress = new RebuildProgress();
        var rebuilding = PostgresRebuild.RunAsync(moved.Databases.Settings, 0, progress, default);
        await Servers.CountedAsync(
            moved.Databases.Shards[0], "select count(*) from auctions.rebuild where switched");
        await held.CommitAsync();
        var rebuilt = Assert.Single(await rebuilding);
        Assert.Null(rebuilt.Problem);
        Assert.Equal(0, rebuilt.Corrected);
    }

    private static async Task PageAsync(MovedStore moved, List<Activation> owners)
    {
        var seen = new List<AuctionId>();
        OwnBidsCursor? after = null;
        do
        {
            var page = await moved.Store.ReadModels.OwnBidsAsync(Bidder, after, 2, default);
            Assert.Empty(page.MissingShards);
            seen.AddRange(page.Items.Select(own => own.View.Id));
            Assert.All(page.Items, own => Assert.Equal(1, own.Bids));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(owners.Select(owner => owner.Id).Order(), seen.Order());
        Assert.Equal(owners.Count, seen.Count);
    }
}

/// <summary>The same where replicas are behind.</summary>
[Collection(nameof(Replicas))]
[Trait("Category", "Long")]
public sealed class MoveToReplicatedTests(ReplicatedStore replicated) : IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await replicated.ResumeAsync();
        await replicated.CaughtUpAsync();
    }

    [Fact]
    public async Task A_replica_that_has_not_seen_a_pinned_auction_arrive_is_not_read_for_its_history()
    {
        using var logs = new Logs();
        await using var store = await ReplicatedStore.OpenAsync(replicated.Settings, logs);
        var (owner, beat) = await replicated.StartAuctionAsync(store);
        await Storage.Postgres.Meta.ShardPlan.PinAsync(replicated.Settings, owner.Id, 0, default);
        await MovedStore.KnownAsync(replicated.Settings.Meta, store, owner.Id, 0);
        var hidden = "update auctions.head set moved_to = 7, owner = auction_id, moved_by = auction_id, status = 0 " +
            $"where auction_id = '{owner.Id}'";
        var arrived = "update auctions.head set moved_to = null, moved_by = null, status = 1 " +
            $"where auction_id = '{owner.Id}'";
        await Servers.RunAsync(replicated.Connection, hidden);
        await replicated.CaughtUpAsync();
        await replicated.PauseAsync();
        await Servers.RunAsync(replicated.Connection, arrived);
        var history = await store.ReadModels.HistoryAsync(new HistoryQuery(owner.Id, null, 10), default);
        Assert.Equal([2L], history.Items.Select(bid => bid.Sequence));
        Assert.True(history.AsOf > beat);
        Assert.DoesNotContain(logs.Messages, message => message.Contains("are not read from"));
    }

    [Fact]
    public async Task A_move_waits_for_replicas_for_a_moment_only_and_says_which_are_behind()
    {
        var end = await Servers.ReadAsync<string>(
            replicated.Connection, "select (pg_current_wal_insert_lsn() + 1000000000)::text");
        Assert.False(await ReplicaWait.IsThereAsync(replicated.ReplicaConnection, end, TimeProvider.System));
        await replicated.CaughtUpAsync();
        var now = await Servers.ReadAsync<string>(replicated.Connection, "select '0/0'::pg_lsn::text");
        Assert.True(await ReplicaWait.IsThereAsync(replicated.ReplicaConnection, now, TimeProvider.System));
    }
}
