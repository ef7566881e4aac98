using Auctions.Core;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.Slots;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.Meta;

/// <summary>What all shards share: the store's id, the slot map, the identity key.</summary>
internal sealed class MetaDatabase(string connection, ILogger? logger = null) : IAsyncDisposable
{
    /// <summary>Most connections that a process opens for this.</summary>
    public const int ConnectionsMax = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PostgresDatabase _database = new(
        connection, "meta", PostgresRoles.Writer, ConnectionsMax, Patience, logger);

    public string Address => _database.Address;

    /// <summary>The store's id, which every shard of it carries.</summary>
    public Task<Guid> ReadStoreIdAsync() => _database.AskAsync(
        Patience,
        async (session, token) =>
        {
            await using var command = session.Command("select id from auctions.store");
            return (Guid)(await command.ExecuteScalarAsync(token))!;
        });

    /// <summary>The identity key; null if the store has none.</summary>
    public Task<byte[]?> ReadIdentityKeyAsync() => _database.AskAsync(
        Patience,
        async (session, token) =>
        {
            await using var command = session.Command("select identity_key from auctions.store");
            return await command.ExecuteScalarAsync(token) as byte[];
        });

    /// <summary>The slot map as it is now.</summary>
    public Task<SlotMap> ReadMapAsync(CancellationToken cancellation = default) => _database.AskAsync(
        Patience,
        async (session, token) =>
        {
            await using var command = session.Command(Statement.Map);
            await using var reader = await command.ExecuteReaderAsync(token);
            await reader.ReadAsync(token);
            var shards = reader.GetFieldValue<int[]>(2);
            var pinned = reader.GetFieldValue<Guid[]>(3);
            var homes = reader.GetFieldValue<int[]>(4);
            return SlotMap.Load(
                shards.Index().Where(row => row.Item >= 0).Select(row => (row.Index, row.Item)),
                reader.GetInt32(1),
                pinned.Zip(homes).ToDictionary(pin => new AuctionId(pin.First), pin => pin.Second),
                reader.GetInt64(0));
        },
        cancellation);

    /// <summary>The slot map's version as it is now.</summary>
    public Task<long> ReadMapVersionAsync(CancellationToken cancellation) => _database.AskAsync(
        Patience,
        async (session, token) =>
        {
            await using var command = session.Command(Statement.MapVersion);
            return (long)(await command.ExecuteScalarAsync(token))!;
        },
        cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>
    /// Fills a new store's meta database, as whoever migrates: shards, slots by rendezvous hashing, an identity key.
    /// Shards that a store gets later have no slots until some are moved there.
    /// </summary>
    /// <returns>The store's id.</returns>
    public static async Task<Guid> FillAsync(
        NpgsqlConnection session, int shards, bool withIdentityKey, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellation);
        await using var locked = session.Command("select id from auctions.store for update");
        var store = (Guid)(await locked.ExecuteScalarAsync(cancellation))!;
        await using var count = session.Command("select count(*)::integer from auctions.shard");
        var known = (int)(await count.ExecuteScalarAsync(cancellation))!;
        if (known > shards)
        {
            throw new StorageException(
                $"The store has {known} shards, Storage:Shards names {shards}. Name them all, in their old order.");
        }

        await using var add = session.Command(
            "insert into auctions.shard (shard, weight) select n, 1 from generate_series($1, $2 - 1) as n",
            Ask.Of(known),
            Ask.Of(shards));
        await add.ExecuteNonQueryAsync(cancellation);
        var slots = SlotMap.Assign([.. Enumerable.Repeat(1.0, shards)]).Rows().ToList();
        await using var assign = session.Command(
            Statement.Assign,
            Ask.Column(slots, row => row.Slot, NpgsqlDbType.Integer),
            Ask.Column(slots, row => row.Shard, NpgsqlDbType.Integer));
        await assign.ExecuteNonQueryAsync(cancellation);
        if (withIdentityKey)
        {
            await using var key = session.Command(
                "update auctions.store set identity_key = $1 where identity_key is null",
                Ask.Of(System.Security.Cryptography.RandomNumberGenerator.GetBytes(IdentityKey.Size)));
            await key.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return store;
    }

    /// <summary>Pins an auction to a shard, as whoever migrates.</summary>
    /// <returns>The map's new version.</returns>
    public static async Task<long> PinAsync(
        NpgsqlConnection session, AuctionId id, int shard, CancellationToken cancellation)
    {
        await using var command = session.Command(Statement.Pin, Ask.Of(id.Value), Ask.Of(shard));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
