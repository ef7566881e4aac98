using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>Databases for one store: a meta database and shards, each on another server if there are enough.</summary>
internal sealed class StoreDatabases : IAsyncDisposable
{
    private static int _made;

    private readonly List<string> _connections;
    private readonly Dictionary<int, string> _elsewhere = [];

    private StoreDatabases(List<string> connections) => _connections = connections;

    public string Meta => _connections[0];

    public IReadOnlyList<string> Shards =>
        [.. _connections.Skip(1).Select((made, shard) => _elsewhere.GetValueOrDefault(shard, made))];

    /// <summary>The configuration that names them, for a command line.</summary>
    public IReadOnlyList<string> Options =>
    [
        "--Storage:Provider", "PostgreSql",
        "--Storage:Meta", Meta,
        .. Shards.Index().SelectMany(shard => new[] { $"--Storage:Shards:{shard.Index}", shard.Item }),
    ];

    /// <summary>The same as options of a store.</summary>
    public PostgresStoreOptions Settings => new(Meta, Shards)
    {
        ReadPatience = TimeSpan.FromSeconds(30),
        Deadlines = ShardDatabases.Patient,
    };

    public static async Task<StoreDatabases> MakeAsync(int shards)
    {
        var name = $"store_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}";
        var connections = new List<string>();
        for (var at = 0; at <= shards; at++)
        {
            await Servers.RunAsync(Servers.Database(at, "postgres"), $"create database {name}_{at}");
            connections.Add(Servers.Database(at, $"{name}_{at}"));
        }

        return new StoreDatabases(connections);
    }

    /// <summary>The same, migrated.</summary>
    public static async Task<StoreDatabases> MigratedAsync(int shards)
    {
        var databases = await MakeAsync(shards);
        await Deployment.MigrateAsync(databases.Settings, default);
        return databases;
    }

    /// <summary>Puts a shard elsewhere; whoever made that place disposes of it.</summary>
    public void Replace(int shard, string connection) => _elsewhere[shard] = connection;

    /// <summary>Opens the store as a server would.</summary>
    public Task<PostgresStore> OpenAsync(PostgresStoreOptions? settings = null) =>
        PostgresStore.OpenAsync(settings ?? Settings, TimeProvider.System, NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync()
    {
        foreach (var (at, connection) in _connections.Index())
        {
            var name = new NpgsqlConnectionStringBuilder(connection).Database;
            await Servers.RunAsync(Servers.Database(at, "postgres"), $"drop database if exists {name} with (force)");
        }
    }
}
