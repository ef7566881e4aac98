using Auctions.Core;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.ReadModels.Rebuild;
using Auctions.Storage.ReadModels;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests.Store.Rebuild;

/// <summary>Read models made again while servers take bids, project them and show them.</summary>
[Trait("Category", "Long")]
public sealed class RebuildWhileServersRunTests
{
    private static readonly PersonId Bidder = Given.Person("bidder 0");

    [Fact]
    public async Task Bids_go_on_nobody_sees_less_than_before_and_in_the_end_all_is_as_the_journal_has_it()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var store = await databases.OpenAsync();
        await using var other = await databases.OpenAsync();
        var lots = await Lots.MakeAsync(store.Journal, auctions: 120, rounds: 4);
        using var stopping = new CancellationTokenSource();
        var reading = ReadAsync(other, stopping.Token);
        var watching = WatchListsAsync(databases.Shards[0], stopping.Token);
        var bidding = BidAsync(lots, stopping.Token);
        for (var round = 0; round < 2; round++)
        {
            var rebuilt = Assert.Single(
                await PostgresRebuild.RunAsync(databases.Settings, 0, new RebuildProgress(), default));
            Assert.Null(rebuilt.Problem);
            Assert.Empty(rebuilt.Damaged);
            Assert.Equal(120, rebuilt.Auctions);
        }

        await stopping.CancelAsync();
        await Task.WhenAll(reading, watching, bidding);

        var (own, listed) = (
            Tables.OwnBids(lots), lots.Owners.Select(owner => AuctionView.Of(owner.Auction.State)).ToList());
        await Until.TrueAsync(
            async () => await Tables.OwnBidsAsync(databases.Shards[0]) == own &&
                (await Tables.ListedAsync(databases.Shards[0])).SequenceEqual(listed),
            "the tables are as the journal has it");
        Assert.Equal(3, await Servers.ReadAsync<int>(
            databases.Shards[0], "select generation from auctions.checkpoint"));
        Assert.Equal(0, await Tables.LeftOverAsync(databases.Shards[0]));
    }

    [Fact]
    public async Task One_shard_of_many_is_rebuilt_alone_and_one_that_is_down_does_not_keep_the_others()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        var first = await PostgresRebuild.RunAsync(databases.Settings, 1, new RebuildProgress(), default);
        Assert.Equal([1], first.Select(shard => shard.Shard));
        var nowhere = new Npgsql.NpgsqlConnectionStringBuilder(databases.Shards[0]) { Port = 1 }.ConnectionString;
        databases.Replace(0, nowhere);
        var both = await PostgresRebuild.RunAsync(databases.Settings, null, new RebuildProgress(), default);
        Assert.NotNull(both[0].Problem);
        Assert.Null(both[1].Problem);
        var refused = await Assert.ThrowsAsync<Storage.StorageException>(
            () => PostgresRebuild.RunAsync(databases.Settings, 2, new RebuildProgress(), default));
        Assert.Contains("There is no shard 2", refused.Message);
    }

    private static async Task BidAsync(Lots lots, CancellationToken stopping)
    {
        for (var round = 0; !stopping.IsCancellationRequested; round++)
        {
            await lots.BidAsync(lot => lot / 8 % 5 == round % 5);

            // What a reader adds to the read model is bounded, so no more than a projector takes in meanwhile.
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }

    private static async Task ReadAsync(PostgresStore store, CancellationToken stopping)
    {
        var seen = new Dictionary<AuctionId, int>();
        while (!stopping.IsCancellationRequested)
        {
            var page = await store.ReadModels.OwnBidsAsync(Bidder, null, 500, CancellationToken.None);
            Assert.Empty(page.MissingShards);
            var now = page.Items.ToDictionary(own => own.View.Id, own => own.Bids);
            Assert.All(seen, before => Assert.InRange(now.GetValueOrDefault(before.Key), before.Value, int.MaxValue));
            seen = now;
        }
    }

    private static async Task WatchListsAsync(string shard, CancellationToken stopping)
    {
        var seen = new Dictionary<AuctionId, long>();
        while (!stopping.IsCancellationRequested)
        {
            foreach (var view in await Tables.ListedAsync(shard))
            {
                Assert.InRange(view.Sequence, seen.GetValueOrDefault(view.Id), long.MaxValue);
                seen[view.Id] = view.Sequence;
            }
        }
    }
}
