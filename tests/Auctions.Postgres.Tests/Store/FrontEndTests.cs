using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Sqlite;
using Auctions.Storage.Tests;
using Npgsql;

namespace Auctions.Postgres.Tests.Store;

/// <summary>A process that reads a store and leaves the read models to others.</summary>
[Trait("Category", "Long")]
public sealed class FrontEndTests
{
    [Fact]
    public async Task It_takes_nothing_in_and_still_shows_a_bidder_the_own_bids()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var front = await databases.OpenAsync(databases.Settings with { Projects = false });
        var owner = await WriteAsync(front);
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        Assert.Equal(0L, await Servers.ReadAsync<long>(
            databases.Shards[0], "select count(*) from auctions.own_bids"));
        Assert.Equal(0L, await Servers.ReadAsync<long>(
            databases.Shards[0], "select count(*) from auctions.checkpoint where holder is not null"));
        Assert.Equal(3, await CountAsync(front, owner));
        await using var silo = await databases.OpenAsync();
        await Servers.CountedAsync(databases.Shards[0], "select count(*) from auctions.own_bids");
    }

    [Fact]
    public async Task It_needs_to_write_nothing()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        await using var silo = await databases.OpenAsync();
        var owner = await WriteAsync(silo);
        const string ReadOnly = ";Options=-c default_transaction_read_only=on";
        var settings = databases.Settings with
        {
            Meta = databases.Meta + ReadOnly,
            Shards = [.. databases.Shards.Select(shard => shard + ReadOnly)],
            Projects = false,
        };
        using var logs = new Logs();
        await using var front = await PostgresStore.OpenAsync(settings, TimeProvider.System, logs);
        Assert.Equal(3, await CountAsync(front, owner));
        Assert.Single((await front.ReadModels.HistoryAsync(new HistoryQuery(owner.Id, null, 1), default)).Items);
        var query = new AuctionQuery(null, null, null, 100, Given.Start);
        Assert.Single((await front.ReadModels.ListAsync(query, default)).Items);
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        Assert.DoesNotContain(logs.Messages, message => message.Contains(PostgresErrorCodes.ReadOnlySqlTransaction));
    }

    [Fact]
    public void A_host_leaves_the_read_models_to_others_in_one_word()
    {
        var servers = new StoreSettings(null, new PostgresStoreOptions("Host=a", ["Host=b"]));
        Assert.True(servers.Postgres!.Projects);
        Assert.False(servers.WithoutProjector().Postgres!.Projects);
        var files = new StoreSettings(new SqliteStoreOptions("data"), null);
        Assert.Equal(files, files.WithoutProjector());
    }

    private static async Task<Activation> WriteAsync(PostgresStore store)
    {
        var owner = await Activation.OpenAsync(store.Journal, store.Journal.IdOn(0));
        await owner.WriteAsync(store.Journal, owner.Create());
        for (var bid = 1; bid <= 3; bid++)
        {
            await owner.WriteAsync(store.Journal, owner.Bid("A", bid * 1_00, $"{bid}"));
        }

        return owner;
    }

    private static async Task<int> CountAsync(PostgresStore store, Activation owner)
    {
        var own = Assert.Single((await store.ReadModels.OwnBidsAsync(Given.Person("A"), null, 100, default)).Items);
        Assert.Equal(owner.Id, own.View.Id);
        return own.Bids;
    }
}
