using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Measuring;
using Auctions.Storage;
using Auctions.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Bench.Subjects;

/// <summary>A new and empty store for one run; what it held is gone once it is disposed of.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly Func<ValueTask> _dispose;

    private BenchStore(IStore store, StoreSettings place, Func<ValueTask> dispose)
    {
        Place = place;
        Journal = store.Journal;
        ReadModels = store.ReadModels;
        HeatHistory = store.HeatHistory;
        Clock = store.Clock;
        _dispose = dispose;
    }

    public IJournal Journal { get; }

    public IReadModels ReadModels { get; }

    public IHeatHistory HeatHistory { get; }

    public AuctionClock Clock { get; }

    /// <summary>Where it is, for whoever looks at all that it holds.</summary>
    public StoreSettings Place { get; }

    /// <summary>Makes a store. The one place that knows which stores there are.</summary>
    /// <param name="choice">Where.</param>
    /// <param name="shards">Its shards.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="projects">Whether PostgreSQL's read model takes the bids in meanwhile.</param>
    /// <exception cref="MeasurementException">There is no such store here.</exception>
    public static Task<BenchStore> MakeAsync(
        StoreChoice choice, int shards, CancellationToken cancellation, bool projects = true)
    {
        cancellation.ThrowIfCancellationRequested();
        return choice.Kind switch
        {
            StoreKind.Sqlite => Task.FromResult(MakeSqlite(choice.Directory, shards)),
            StoreKind.Postgres => MakePostgresAsync(choice.Postgres, shards, projects, cancellation),
        };
    }

    public ValueTask DisposeAsync() => _dispose();

    private static BenchStore MakeSqlite(string parent, int shards)
    {
        var directory = Path.Combine(parent, $"auctions-bench-{Guid.NewGuid():N}");
        var clock = new AuctionClock(TimeProvider.System);
        var options = new SqliteStoreOptions(directory, shards);
        var store = SqliteStore.Open(options, clock, NullLoggerFactory.Instance);
        return new BenchStore(store, new StoreSettings(options, null), () =>
        {
            store.Dispose();
            Directory.Delete(directory, recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    private static async Task<BenchStore> MakePostgresAsync(
        IReadOnlyList<string> servers, int shards, bool projects, CancellationToken cancellation)
    {
        var databases = await BenchDatabases.MakeAsync(servers, shards, cancellation);
        try
        {
            var store = await databases.OpenAsync(projects, cancellation);
            return new BenchStore(store, databases.Place, async () =>
            {
                await store.DisposeAsync();
                await databases.DisposeAsync();
            });
        }
        catch
        {
            await databases.DisposeAsync();
            throw;
        }
    }
}
