using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Tests;
using Npgsql;

namespace Auctions.Postgres.Tests.Store;

/// <summary>Lists, history and own bids on PostgreSQL.</summary>
[Trait("Category", "Long")]
public sealed class ReadModelTests
{
    [Fact]
    public async Task A_bidder_sees_the_own_bid_though_an_older_transaction_holds_the_read_model_back()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var store = await databases.OpenAsync();
        var owner = await StartAsync(store, shard: 0);
        await using var session = new NpgsqlConnection($"{databases.Shards[0]};Pooling=false");
        await session.OpenAsync();
        await using (var older = await session.BeginTransactionAsync())
        {
            await using var write = new NpgsqlCommand("select pg_current_xact_id()", session);
            await write.ExecuteScalarAsync();
            for (var bid = 1; bid <= 5; bid++)
            {
                await owner.WriteAsync(store.Journal, owner.Bid("A", bid * 1_00, $"{bid}"));
                var own = Assert.Single((await OwnAsync(store, "A")).Items);
                Assert.Equal((bid * 1_00, bid, 1L + bid), (own.Maximum, own.Bids, own.LastSequence));
                Assert.Equal(AuctionView.Of(owner.Auction.State), own.View);
                var here = await store.ReadModels.OwnBidsOnAsync(Given.Person("A"), owner.Id, default);
                Assert.Equal(own, Assert.Single(here.Items));
            }

            Assert.Equal(0L, await TakenInAsync(databases, 0));
            await older.CommitAsync();
        }

        await Until.TrueAsync(async () => await TakenInAsync(databases, 0) == 5, "the bids are taken in");
        Assert.Equal(5, Assert.Single((await OwnAsync(store, "A")).Items).Bids);
    }

    [Fact]
    public async Task A_bidder_sees_the_own_bid_on_an_auction_however_much_else_the_read_model_lacks()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var store = await databases.OpenAsync(databases.Settings with { Projects = false });
        await Servers.RunAsync(
            databases.Shards[0],
            """
            insert into auctions.segment (
                auction_id, first_sequence, last_sequence, epoch, codec_version, previous_hash, payload)
            select gen_random_uuid(), 1, 1, 1, 1, '', '' from generate_series(1, 5000)
            """);
        var owner = await StartAsync(store, shard: 0);
        await owner.WriteAsync(store.Journal, owner.Bid("A", 5_00, "1"));
        await owner.WriteAsync(store.Journal, owner.Bid("A", 7_00, "2"));

        var page = await store.ReadModels.OwnBidsOnAsync(Given.Person("A"), owner.Id, default);

        var own = Assert.Single(page.Items);
        Assert.Equal((7_00, 2, 3L), (own.Maximum, own.Bids, own.LastSequence));
        Assert.Equal(AuctionView.Of(owner.Auction.State), own.View);
        Assert.Empty((await OwnAsync(store, "A")).Items);
    }

    [Fact]
    public async Task Two_processes_take_every_bid_in_once()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        await using var store = await databases.OpenAsync();
        await using var other = await databases.OpenAsync();
        Activation[] owners = [await StartAsync(store, 0), await StartAsync(other, 0), await StartAsync(store, 1)];
        for (var round = 0; round < 300; round++)
        {
            // The list columns that follow may have a head row locked.
            var written = await Task.WhenAll(owners.Select(owner => owner.SendAsync(store.Journal, owner.Bid(2))));
            Assert.All(written, status => Assert.Equal(AppendStatus.Written, status));
        }

        await Until.TrueAsync(
            async () => await TakenInAsync(databases, 0) == 1_200 && await TakenInAsync(databases, 1) == 600,
            "the bids are taken in");
        var own = (await OwnAsync(other, "bidder 0")).Items;
        Assert.Equal(3, own.Count);
        Assert.Equal(360, own.Sum(bids => bids.Bids));
    }

    [Fact]
    public async Task A_list_shows_the_price_a_moment_after_the_last_bid()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        await using var store = await databases.OpenAsync();
        var owner = await StartAsync(store, shard: 1);
        await owner.WriteAsync(store.Journal, owner.Bid(7));
        var newest = AuctionView.Of(owner.Auction.State);
        await Until.TrueAsync(
            async () => Assert.Single((await ListAsync(store, null)).Items) == newest, "the list is as the journal");
    }

    [Fact]
    public async Task A_list_follows_though_the_epoch_was_raised_or_the_owner_changed_meanwhile()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var store = await databases.OpenAsync();
        await using var other = await databases.OpenAsync();
        Activation[] owners = [await StartAsync(store, 0), await StartAsync(store, 0), await StartAsync(store, 0)];
        await Task.WhenAll(owners.Select(owner => owner.WriteAsync(store.Journal, owner.Bid(7))));
        await store.Journal.RaiseEpochAsync(0, [owners[0].Claim], default);
        await Activation.OpenAsync(other.Journal, owners[1].Id);

        // Somebody else went on, so this process has nothing to say about it any more.
        var next = await Activation.OpenAsync(other.Journal, owners[2].Id);
        await next.WriteAsync(other.Journal, next.Next(new Pause(Given.Operator)));
        AuctionView[] newest =
            [.. owners[..2].Append(next).Select(owner => AuctionView.Of(owner.Auction.State)).OrderBy(view => view.Id)];
        await Until.TrueAsync(
            async () => (await ListAsync(other, null)).Items.OrderBy(view => view.Id).SequenceEqual(newest),
            "the list is as the journal");
    }

    [Fact]
    public async Task Pages_over_all_shards_join_without_gap_or_repeat()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 3);
        await using var store = await databases.OpenAsync();
        for (var lot = 0; lot < 11; lot++)
        {
            await StartAsync(store, lot % 3, Given.Terms(closesAt: Given.Start.AddMinutes(1 + (lot / 4))));
        }

        var all = (await ListAsync(store, null)).Items;
        Assert.Equal(11, all.Count);
        Assert.Equal(all.OrderBy(view => view.ClosesAt).ThenBy(view => view.Id), all);
        var paged = new List<AuctionView>();
        DueAuction? after = null;
        do
        {
            var page = await ListAsync(store, after, limit: 4);
            Assert.Empty(page.MissingShards);
            paged.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task A_shard_that_cannot_be_read_is_named_and_the_others_are_listed()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        await using var store = await databases.OpenAsync();
        var here = await StartAsync(store, shard: 0);
        await StartAsync(store, shard: 1);
        await Servers.RunAsync(databases.Shards[1], "alter table auctions.head rename to hidden");
        var page = await ListAsync(store, null);
        Assert.Equal([here.Id], page.Items.Select(view => view.Id));
        Assert.Equal([1], page.MissingShards);
    }

    [Fact]
    public async Task History_has_every_bid_newest_first()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var store = await databases.OpenAsync();
        var owner = await StartAsync(store, shard: 0);
        for (var segment = 1; segment <= 12; segment++)
        {
            await owner.WriteAsync(store.Journal, owner.Bid(segment));
        }

        var sequences = new List<long>();
        long? before = null;
        do
        {
            var page = await store.ReadModels.HistoryAsync(new HistoryQuery(owner.Id, before, 7), default);
            sequences.AddRange(page.Items.Select(entry => entry.Sequence));
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(2, 78).Reverse().Select(sequence => (long)sequence), sequences);
    }

    private static async Task<Activation> StartAsync(PostgresStore store, int shard, AuctionTerms? terms = null)
    {
        var owner = await Activation.OpenAsync(store.Journal, store.Journal.IdOn(shard));
        await owner.WriteAsync(store.Journal, owner.Create(terms));
        return owner;
    }

    private static Task<AuctionPage> ListAsync(PostgresStore store, DueAuction? after, int limit = 100) =>
        store.ReadModels.ListAsync(new AuctionQuery(null, null, after, limit, Given.Start), default);

    private static Task<OwnBidsPage> OwnAsync(PostgresStore store, string bidder) =>
        store.ReadModels.OwnBidsAsync(Given.Person(bidder), null, 100, default);

    private static Task<long> TakenInAsync(StoreDatabases databases, int shard) => Servers.ReadAsync<long>(
        databases.Shards[shard], "select coalesce(sum(bids), 0)::bigint from auctions.own_bids");
}
