using System.Runtime.CompilerServices;
using Auctions.Core;
using Auctions.Engine.Verification;
using Auctions.Storage.Slots;
using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Sqlite;

/// <summary>Reads a data directory without writing to it, also while a server runs on it.</summary>
internal sealed class SqliteInspector : IStoreInspector
{
    private readonly List<SqliteSession> _shards;
    private readonly SlotMap _slots;

    private SqliteInspector(List<SqliteSession> shards, SlotMap slots)
    {
        _shards = shards;
        _slots = slots;
    }

    /// <exception cref="StorageException">There is no store, or a newer version wrote it, or it cannot be
    /// read.</exception>
    public static SqliteInspector Open(string directory)
    {
        directory = Path.GetFullPath(directory);
        if (!File.Exists(SqliteStore.MetaPath(directory)))
        {
            throw new StorageException(
                $"There is no store in {directory}. Name another directory with --Storage:Path.");
        }

        var shards = new List<SqliteSession>();
        try
        {
            using var meta = new SqliteSession(SqliteStore.MetaPath(directory), isReadOnly: true);
            var slots = SqliteMeta.Read(meta);
            for (var shard = 0; shard < slots.ShardCount; shard++)
            {
                shards.Add(new SqliteSession(SqliteStore.ShardPath(directory, shard), isReadOnly: true));
                SqliteSchema.Check(shards[shard]);
            }

            return new SqliteInspector(shards, slots);
        }
        catch (Exception failed)
        {
            shards.ForEach(shard => shard.Dispose());
            throw failed is SqliteException
                ? new StorageException($"The store in {directory} cannot be read: {failed.Message}", failed)
                : failed;
        }
    }

    public Task<long> CountAuctionsAsync(CancellationToken cancellation) => Task.FromResult(Guard(() => _shards.Sum(
        shard => shard.Query("select count(*) from head where status <> 0", row => row.GetInt64(0))[0])));

    public async IAsyncEnumerable<(StoredAuction Auction, bool IsMisplaced)> ReadAuctionsAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var shard = 0; shard < _shards.Count; shard++)
        {
            AuctionId? after = null;
            while (Guard(() => ReadNext(_shards[shard], after)) is { } stored)
            {
                cancellation.ThrowIfCancellationRequested();
                after = stored.Id;
                var isAtHome = _slots.TryGetShard(stored.Id, out var home) && home == shard;
                yield return (stored, !isAtHome);
            }
        }

        await Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _shards.ForEach(shard => shard.Dispose());
        return ValueTask.CompletedTask;
    }

    private static StoredAuction? ReadNext(SqliteSession session, AuctionId? after) => session.InReadTransaction(() =>
    {
        var heads = session.Query(
            $"""
            select {HeadRow.ViewColumns}, epoch from head
            where status <> 0 and auction_id > $after order by auction_id limit 1
            """,
            row => (View: HeadRow.ReadView(row), Epoch: row.GetInt64(16)),
            ("$after", after?.ToBytes() ?? []));
        if (heads.Count == 0)
        {
            return null;
        }

        var (view, epoch) = heads[0];
        var stream = SqliteStreams.Read(session, view.Id, withChunks: true)!;
        return new StoredAuction(
            view.Id,
            view,
            epoch,
            view.Sequence,
            SqliteStreams.ReadSegments(session, view.Id, after: 0),
            stream.Snapshot,
            stream.Chunks);
    });

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException failed)
        {
            throw new StorageException($"The store cannot be read: {failed.Message}", failed);
        }
    }
}
