using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Journal;
using Auctions.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Auctions.Bench.Subjects;

/// <summary>A new and empty store for one run; what it held is gone once it is disposed of.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly Func<ValueTask> _dispose;

    private BenchStore(IJournal journal, AuctionClock clock, Func<ValueTask> dispose)
    {
        Journal = journal;
        Clock = clock;
        _dispose = dispose;
    }

    public IJournal Journal { get; }

    public AuctionClock Clock { get; }

    /// <summary>Makes a store. The one place that knows which stores there are.</summary>
    /// <exception cref="BenchException">There is no such store here.</exception>
    public static Task<BenchStore> MakeAsync(StoreChoice choice, int shards, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return choice.Kind switch
        {
            StoreKind.Sqlite => Task.FromResult(MakeSqlite(choice.Directory, shards)),
            StoreKind.Postgres => MakePostgresAsync(choice.Postgres, shards, cancellation),
        };
    }

    public ValueTask DisposeAsync() => _dispose();

    private static BenchStore MakeSqlite(string parent, int shards)
    {
        var directory = Path.Combine(parent, $"auctions-bench-{Guid.NewGuid():N}");
        var clock = new AuctionClock(TimeProvider.System);
        var store = SqliteStore.Open(
            new SqliteStoreOptions(directory, shards), clock, NullLoggerFactory.Instance);
        return new BenchStore(store.Journal, clock, () =>
        {
            store.Dispose();
            Directory.Delete(directory, recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    // The first server has the meta database, the next ones a shard each, round robin if there are too few.
    private static async Task<BenchStore> MakePostgresAsync(
        IReadOnlyList<string> servers, int shards, CancellationToken cancellation)
    {
        if (servers.Count == 0)
        {
            throw new BenchException("--store postgres needs servers: name them with --postgres FILE.");
        }

        var name = $"auctions_bench_{Guid.NewGuid():N}";
        var databases = new List<string>();
        for (var at = 0; at <= shards; at++)
        {
            var server = servers[at == 0 || servers.Count == 1 ? 0 : 1 + ((at - 1) % (servers.Count - 1))];
            await RunAsync(server, $"create database {name}_{at}", cancellation);
            databases.Add(new NpgsqlConnectionStringBuilder(server) { Database = $"{name}_{at}" }.ConnectionString);
        }

        var options = new PostgresStoreOptions(databases[0], databases[1..], Migrate: true)
        {
            // A run measures how long things take; it does not give up on them.
            Deadlines = new PostgresDeadlines(
                TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10)),
        };
        var store = await PostgresStore.OpenAsync(
            options, TimeProvider.System, NullLoggerFactory.Instance, cancellation);
        return new BenchStore(store.Journal, store.Clock, async () =>
        {
            await store.DisposeAsync();
            foreach (var (at, database) in databases.Index())
            {
                var maintenance = new NpgsqlConnectionStringBuilder(database) { Database = "postgres" };
                await RunAsync(
                    maintenance.ConnectionString,
                    $"drop database if exists {name}_{at} with (force)",
                    CancellationToken.None);
            }
        });
    }

    private static async Task RunAsync(string connection, string sql, CancellationToken cancellation)
    {
        await using var session = new NpgsqlConnection($"{connection};Pooling=false");
        await session.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
