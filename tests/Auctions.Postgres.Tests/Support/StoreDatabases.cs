using System.Collections.Concurrent;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>Databases for one store: a meta database and shards, each on another server if there are enough.</summary>
internal sealed class StoreDatabases : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<(int Server, string Kind), Lazy<Task<string>>> Templates = new();

    private static int _made;

    private readonly string[] _connections;
    private readonly Dictionary<int, string> _elsewhere = [];

    private StoreDatabases(string[] connections) => _connections = connections;

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
        HeatPatience = TimeSpan.FromSeconds(30),
        Deadlines = ShardDatabases.Patient,
    };

    /// <summary>Empty ones.</summary>
    public static Task<StoreDatabases> MakeAsync(int shards) => MakeAsync(shards, _ => Task.FromResult("template1"));

    /// <summary>The same, migrated.</summary>
    public static async Task<StoreDatabases> MigratedAsync(int shards)
    {
        var databases = await MakeAsync(
            shards,
            at => Templates.GetOrAdd(
                (at % Servers.All.Count, at == 0 ? "meta" : "shard"),
                place => new Lazy<Task<string>>(() => MakeTemplateAsync(place.Server, place.Kind))).Value);
        await Servers.RunAsync(databases.Meta, "update auctions.store set id = gen_random_uuid()");
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
        await Task.WhenAll(_connections.Select((connection, at) => Servers.RunAsync(
            Servers.Database(at, "postgres"),
            $"drop database if exists {new NpgsqlConnectionStringBuilder(connection).Database} with (force)")));
    }

    private static async Task<StoreDatabases> MakeAsync(int shards, Func<int, Task<string>> templateAsync)
    {
        var name = $"store_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}";
        return new StoreDatabases(await Task.WhenAll(Enumerable.Range(0, shards + 1).Select(async at =>
        {
            await Servers.RunAsync(
                Servers.Database(at, "postgres"),
                $"create database {name}_{at} template {await templateAsync(at)}");
            return Servers.Database(at, $"{name}_{at}");
        })));
    }

    // Its schema alone: a copy is made sooner than the schema, and copies of one differ as soon as they are a store's.
    private static async Task<string> MakeTemplateAsync(int server, string kind)
    {
        var name = $"template_{Environment.ProcessId}_{kind}";
        await Servers.RunAsync(Servers.Database(server, "postgres"), $"create database {name}");
        await new Migrator(Servers.Database(server, name), name, kind).MigrateAsync(default);
        return name;
    }
}
