using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Schema;
using Auctions.Storage.Tests;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>A store of one shard that has a streaming replica, both on servers of their own.</summary>
public sealed class ReplicatedStore : OwnServer
{
    private StoreDatabases _databases = null!;

    internal PostgresProcess Replica { get; private set; } = null!;

    /// <summary>The shard's replica, as superuser.</summary>
    public string ReplicaConnection => ConnectionTo(Replica);

    /// <summary>Options of a store that reads from the replica, patiently, and keeps no read model.</summary>
    internal PostgresStoreOptions Settings => _databases.Settings with
    {
        Projects = false,
        Replicas = [[ReplicaConnection]],
        ReplicaLagMax = TimeSpan.FromMinutes(10),
    };

    /// <summary>The configuration that names the store, without the replica, for a command line.</summary>
    public IReadOnlyList<string> Options => _databases.Options;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _databases = await StoreDatabases.MakeAsync(shards: 1);
        _databases.Replace(0, Connection);
        await Deployment.MigrateAsync(_databases.Settings, default);
        Replica = await AddReplicaAsync();
    }

    public override async Task DisposeAsync()
    {
        Replica.Thaw();
        await Replica.StopImmediateAsync();
        await _databases.DisposeAsync();
        await base.DisposeAsync();
    }

    internal string ConnectionTo(PostgresProcess replica) =>
        new NpgsqlConnectionStringBuilder(Connection) { Port = replica.Port }.ConnectionString;

    internal static Task<PostgresStore> OpenAsync(PostgresStoreOptions settings, Logs logs) =>
        PostgresStore.OpenAsync(settings, TimeProvider.System, logs);

    /// <summary>A new auction with a bid, and a heartbeat after them, all of it on the replica.</summary>
    internal async Task<(Activation Owner, DateTimeOffset Beat)> StartAuctionAsync(PostgresStore store)
    {
        var owner = await Activation.OpenAsync(store.Journal, store.Journal.IdOn(0));
        await owner.WriteAsync(store.Journal, owner.Create());
        await owner.WriteAsync(store.Journal, owner.Bid());
        return (owner, await BeatAsync(store));
    }

    /// <summary>Records a heartbeat and waits until the replica has it; gives its time.</summary>
    internal async Task<DateTimeOffset> BeatAsync(PostgresStore store)
    {
        await store.Journal.BeatAsync(0, TimeSpan.FromDays(1), DateTimeOffset.MinValue, default);
        var at = await Servers.ReadAsync<long>(Connection, "select at from auctions.heartbeat");
        await CaughtUpAsync();
        return Ticks.ToInstant(at);
    }

    /// <summary>Waits until the replica shows whatever is committed by now.</summary>
    public async Task CaughtUpAsync()
    {
        var end = await Servers.ReadAsync<string>(Connection, "select pg_current_wal_insert_lsn()::text");
        await Until.TrueAsync(
            () => Servers.ReadAsync<bool>(ReplicaConnection, $"select pg_last_wal_replay_lsn() >= '{end}'"),
            "the replica has caught up");
    }

    /// <summary>
    /// What is committed from now on does not get to be seen on the replica, though it arrives there.
    /// </summary>
    public async Task PauseAsync()
    {
        await Servers.RunAsync(ReplicaConnection, "select pg_wal_replay_pause()");
        await Until.TrueAsync(
            () => Servers.ReadAsync<bool>(ReplicaConnection, "select pg_get_wal_replay_pause_state() = 'paused'"),
            "the replica stands still");
    }

    public Task ResumeAsync() => Servers.RunAsync(ReplicaConnection, "select pg_wal_replay_resume()");
}

/// <summary>Tests that share a replicated store: each leaves it running and caught up.</summary>
[CollectionDefinition(nameof(Replicas))]
public sealed class Replicas : ICollectionFixture<ReplicatedStore>;
