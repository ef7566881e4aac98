using Auctions.Core;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Schema;
using Auctions.Storage.Slots;
using Npgsql;

namespace Auctions.Storage.Postgres.Meta;

/// <summary>What one shard holds.</summary>
/// <param name="Shard">Its number.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Slots">How many slots live there.</param>
/// <param name="Pins">How many single auctions are pinned to it.</param>
/// <param name="Auctions">How many auctions it has; null: it cannot be reached.</param>
public sealed record ShardHoldings(int Shard, string Address, int Slots, int Pins, long? Auctions);

/// <summary>Looks at the slot map and changes it.</summary>
public static class ShardPlan
{
    /// <summary>What each shard holds, and the map's version.</summary>
    /// <exception cref="StorageException">The meta database cannot be read.</exception>
    public static async Task<(long Version, IReadOnlyList<ShardHoldings> Shards)> ReadAsync(
        PostgresStoreOptions options, CancellationToken cancellation)
    {
        var map = await ReadMapAsync(options, cancellation);
        var slots = map.Rows().CountBy(row => row.Shard).ToDictionary();
        var pins = map.Pins.Values.CountBy(shard => shard).ToDictionary();
        var shards = await Task.WhenAll(options.Shards.Select(async (connection, shard) => new ShardHoldings(
            shard,
            Deployment.AddressOf(connection),
            slots.GetValueOrDefault(shard),
            pins.GetValueOrDefault(shard),
            await CountAsync(connection, cancellation))));
        return (map.Version, shards);
    }

    /// <summary>
    /// Pins an auction to a shard. It must not have begun on another one: what is stored there would be out of reach.
    /// </summary>
    /// <returns>The map's new version.</returns>
    /// <exception cref="StorageException">It cannot be pinned there; the message says why.</exception>
    public static async Task<long> PinAsync(
        PostgresStoreOptions options, AuctionId id, int shard, CancellationToken cancellation)
    {
        var map = await ReadMapAsync(options, cancellation);
        if (shard < 0 || shard >= map.ShardCount)
        {
            throw new StorageException($"There is no shard {shard}; the store has 0 to {map.ShardCount - 1}.");
        }

        try
        {
            for (var other = 0; other < options.Shards.Count; other++)
            {
                if (other != shard && await HasAsync(options.Shards[other], id, cancellation))
                {
                    throw new StorageException(
                        $"Auction {id} has begun on shard {other}; it can be pinned before it is created only. To " +
                        $"move it run \"auctions shards move {id} {shard}\".");
                }
            }

            await using var session = await Deployment.ConnectAsync(options.Meta, cancellation);
            return await MetaDatabase.PinAsync(session, id, shard, cancellation);
        }
        catch (NpgsqlException failed)
        {
            throw new StorageException($"The auction was not pinned: {failed.Message}", failed);
        }
    }

    /// <summary>Which shards are not the ones that their place in the configuration says, each as a sentence.</summary>
    /// <exception cref="StorageException">Some database cannot be read.</exception>
    public static async Task<IReadOnlyList<string>> FindStrangersAsync(
        PostgresStoreOptions options, CancellationToken cancellation)
    {
        try
        {
            await using var meta = await Deployment.ConnectAsync(options.Meta, cancellation);
            await using var ask = meta.Command("select id from auctions.store");
            var store = await ask.ValueAsync<Guid>(cancellation);
            var problems = await Task.WhenAll(options.Shards.Select(async (connection, shard) =>
                await Deployment.FindIdentityProblemAsync(connection, shard, store, cancellation)));
            return [.. problems.OfType<string>()];
        }
        catch (NpgsqlException failed)
        {
            throw new StorageException($"The shards cannot be told apart: {failed.Message}", failed);
        }
    }

    private static async Task<SlotMap> ReadMapAsync(PostgresStoreOptions options, CancellationToken cancellation)
    {
        options.Check();
        await using var meta = new MetaDatabase(options.Meta);
        try
        {
            return await meta.ReadMapAsync(cancellation);
        }
        catch (Engine.Ports.JournalException failed)
        {
            throw new StorageException($"The slot map cannot be read: {failed.Message}", failed);
        }
    }

    private static async Task<bool> HasAsync(string connection, AuctionId id, CancellationToken cancellation)
    {
        await using var session = await Deployment.ConnectAsync(connection, cancellation);
        await using var command = session.Command(
            "select exists (select from auctions.head where auction_id = $1 and (moved_to is null or status <> 0))",
            Ask.Of(id.Value));
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task<long?> CountAsync(string connection, CancellationToken cancellation)
    {
        try
        {
            await using var session = await Deployment.ConnectAsync(connection, cancellation);
            await using var command = session.Command("select count(*) from auctions.head where status <> 0");
            return (long)(await command.ExecuteScalarAsync(cancellation))!;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
