using Auctions.Core;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Engine.Verification;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Moving;
using Auctions.Storage.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Postgres.Tests;

/// <summary>A store of three shards that servers use while auctions move.</summary>
internal sealed class MovedStore : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _disposed = [];

    private MovedStore(StoreDatabases databases, PostgresStore store)
    {
        Databases = databases;
        Store = store;
    }

    public StoreDatabases Databases { get; }

    public PostgresStore Store { get; }

    public static async Task<MovedStore> OpenAsync(bool projects = true)
    {
        var databases = await StoreDatabases.MigratedAsync(shards: 3);
        return new MovedStore(databases, await databases.OpenAsync(databases.Settings with { Projects = projects }));
    }

    /// <summary>Another process.</summary>
    public async Task<PostgresStore> OpenAnotherAsync()
    {
        var store = await Databases.OpenAsync();
        _disposed.Add(store);
        return store;
    }

    /// <summary>The auctions of a process.</summary>
    public async Task<LocalAuctions> StartEngineAsync(PostgresStore store)
    {
        var engine = new LocalAuctions(
            store.Journal,
            store.Clock,
            Microsoft.Extensions.Options.Options.Create(EngineOnJournal.Patient),
            NullLogger<LocalAuctions>.Instance);
        _disposed.Add(engine);
        await engine.StartAsync(default);
        return engine;
    }

    /// <summary>An owner of an auction on shard 0 that ends in a week.</summary>
    public async Task<Activation> StartAuctionAsync(DateTimeOffset? closesAt = null)
    {
        var owner = await Activation.OpenAsync(Store.Journal, Store.Journal.IdOn(0));
        await owner.WriteAsync(
            Store.Journal, owner.Create(Given.Terms(closesAt: closesAt ?? Store.Clock.Now.AddDays(7))));
        return owner;
    }

    /// <summary>The same for who needs no owner: an auction with bids in one segment.</summary>
    public async Task<AuctionId> AddAuctionAsync(int bids)
    {
        var owner = await StartAuctionAsync();
        await owner.WriteAsync(Store.Journal, owner.Bid(bids));
        return owner.Id;
    }

    /// <summary>A mover; ends as though it was killed after a step.</summary>
    public PostgresMover Mover(MoveStep? killedAfter = null) => new(Databases.Settings, TimeProvider.System)
    {
        Reached = step => step == killedAfter ? throw new KilledException() : Task.CompletedTask,
    };

    /// <summary>Moves an auction.</summary>
    public Task<MoveReport> MoveAsync(AuctionId id, int shard) => Mover().MoveAsync(id, shard, null, default);

    /// <summary>Moves one and dies after a step.</summary>
    public Task DieAsync(AuctionId id, int shard, MoveStep after) =>
        Assert.ThrowsAsync<KilledException>(() => Mover(after).MoveAsync(id, shard, null, default));

    /// <summary>
    /// Waits until a process knows the slot map as it is now, and asserts that it has an auction on a shard. (A map
    /// that is two moves old may name the right shard as well, until the one between them comes.)
    /// </summary>
    public static async Task KnownAsync(string meta, PostgresStore store, AuctionId id, int shard)
    {
        var version = await Servers.ReadAsync<long>(meta, "select map_version from auctions.store");
        await Until.TrueAsync(() => store.Map.Version >= version, $"version {version} of the map is known");
        Assert.Equal(shard, store.Journal.ShardOf(id));
    }

    /// <summary>Asserts that everything stored is right and in its place, each auction once.</summary>
    public async Task VerifyAsync(int auctions)
    {
        await using var inspector = await new StoreSettings(null, Databases.Settings).InspectAsync(default);
        var seen = new List<AuctionId>();
        await foreach (var (auction, isMisplaced) in inspector.ReadAuctionsAsync(default))
        {
            Assert.Empty(StreamVerifier.Check(auction, out _));
            Assert.False(isMisplaced);
            seen.Add(auction.Id);
        }

        Assert.Equal(auctions, seen.Distinct().Count());
        Assert.Equal(auctions, seen.Count);
        Assert.Equal(auctions, await inspector.CountAuctionsAsync(default));
    }

    /// <summary>Auctions as lists show them, once no shard was so slow that it was left out.</summary>
    public async Task<IReadOnlyList<AuctionView>> ListAsync()
    {
        while (true)
        {
            var page = await Store.ReadModels.ListAsync(
                new AuctionQuery(null, null, null, 100, Store.Clock.Now), default);
            if (page.MissingShards.Count == 0)
            {
                return page.Items;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_disposed))
        {
            await one.DisposeAsync();
        }

        await Store.DisposeAsync();
        await Databases.DisposeAsync();
    }

    /// <summary>Somebody ended the process.</summary>
    private sealed class KilledException : Exception;
}
