using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Journal;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.Postgres.Moving;
using Auctions.Storage.Postgres.ReadModels;
using Auctions.Storage.Postgres.Replicas;
using Auctions.Storage.Postgres.Schema;
using Auctions.Storage.Slots;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage.Postgres;

/// <summary>
/// A store on PostgreSQL servers: the meta database and the shards. Many processes may use it at once: the fence in
/// each shard decides. Shards that are down at start are taken in when they come back.
/// </summary>
public sealed class PostgresStore : IStore
{
    private readonly MetaDatabase _meta;
    private readonly PostgresShard[] _shards;
    private readonly ShardReader[] _readers;
    private readonly StoreUpkeep _upkeep;
    private readonly PostgresHeatHistory _heat;
    private readonly CurrentSlotMap _slots;

    private PostgresStore(
        MetaDatabase meta,
        PostgresShard[] shards,
        CurrentSlotMap slots,
        StoreUpkeep upkeep,
        ShardTime time,
        Guid store,
        PostgresStoreOptions options,
        byte[] identityKey,
        ILogger logger)
    {
        _meta = meta;
        _shards = shards;
        _upkeep = upkeep;
        _slots = slots;
        _heat = new PostgresHeatHistory(options.Meta, options.HeatPatience, logger);
        IdentityKey = identityKey;
        Clock = new AuctionClock(time, () => time.IsCertain);
        Journal = new PostgresJournal(shards, slots, options.Deadlines);
        _readers = [.. shards.Select(shard => new ShardReader(shard, options, store, time, logger))];
        ReadModels = new PostgresReadModels(
            _readers, slots, options.ReadPatience, options.ReplicaLagMax, time, logger);
        Mover = new PostgresMover(options, TimeProvider.System);
    }

    public IJournal Journal { get; }

    public IReadModels ReadModels { get; }

    public IHeatHistory HeatHistory => _heat;

    public IAuctionMover Mover { get; }

    public byte[] IdentityKey { get; }

    public AuctionClock Clock { get; }

    public string Description =>
        $"PostgreSQL, meta database {_meta.Address}, {_shards.Length} shards: " +
        string.Join(", ", _shards.Select(shard => shard.Address)) +
        $"; {_readers.Sum(reader => reader.ReplicaCount)} replicas";

    /// <summary>The newest slot map that this process knows.</summary>
    internal SlotMap Map => _slots.Map;

    /// <summary>Opens a store, making or migrating it first where that is asked for.</summary>
    /// <exception cref="StorageException">It cannot be used; the message says what to do.</exception>
    public static async Task<PostgresStore> OpenAsync(
        PostgresStoreOptions options,
        TimeProvider time,
        ILoggerFactory loggers,
        CancellationToken cancellation = default)
    {
        options.Check();
        var logger = loggers.CreateLogger<PostgresStore>();
        if (options.Migrate)
        {
            await Deployment.MigrateAsync(options, cancellation);
        }

        await RefuseUnlessCurrentAsync(options.Meta, cancellation);
        var meta = new MetaDatabase(options.Meta, logger);
        PostgresShard[] shards = [];
        try
        {
            var map = await meta.ReadMapAsync(cancellation);
            if (map.ShardCount != options.Shards.Count)
            {
                throw new StorageException(
                    $"The store has {map.ShardCount} shards, Storage:Shards names {options.Shards.Count}. Name " +
                    "all of them in their order; run \"auctions db migrate\" to add shards.");
            }

            shards = [.. options.Shards.Select((connection, shard) =>
                new PostgresShard(shard, connection, time, options.Deadlines.Append, logger))];
            var shared = new ShardTime(shards.Length, time);
            var slots = new CurrentSlotMap(map);
            var store = await meta.ReadStoreIdAsync();
            var admission = new ShardAdmission(store, options.AllowUnsafe ?? [], options.Deadlines.Raise);
            var upkeep = new StoreUpkeep(meta, shards, slots, admission, shared, options.Projects, logger);
            var identityKey = await FindIdentityKeyAsync(options, meta);
            await upkeep.StartAsync(cancellation);
            return new PostgresStore(meta, shards, slots, upkeep, shared, store, options, identityKey, logger);
        }
        catch (Exception failed)
        {
            await meta.DisposeAsync();
            foreach (var shard in shards)
            {
                await shard.DisposeAsync();
            }

            throw failed is JournalException ? new StorageException(failed.Message, failed) : failed;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _upkeep.DisposeAsync();
        await _heat.DisposeAsync();
        foreach (var reader in _readers)
        {
            await reader.DisposeAsync();
        }

        foreach (var shard in _shards)
        {
            await shard.DisposeAsync();
        }

        await _meta.DisposeAsync();
    }

    private static async Task RefuseUnlessCurrentAsync(string connection, CancellationToken cancellation)
    {
        var migrator = new Migrator(connection, "meta", "meta");
        var state = await migrator.ReadStateAsync(cancellation);
        migrator.Refuse(state);
        if (!state.IsCurrent)
        {
            throw new StorageException(
                $"The meta database {Deployment.AddressOf(connection)} is " +
                $"{(state.Applied == 0 ? "empty" : "of an older version")}. Run \"auctions db migrate\" on the " +
                "store, or set Storage:Migrate to true.");
        }
    }

    private static async Task<byte[]> FindIdentityKeyAsync(PostgresStoreOptions options, MetaDatabase meta) =>
        options.IdentityKeyFile is { } file
            ? Storage.IdentityKey.Load(file)
            : await meta.ReadIdentityKeyAsync() ?? throw new StorageException(
                "The store has no identity key of its own: it was made with Privacy:IdentityKeyFile. Set that.");
}
