using System.Runtime.CompilerServices;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Engine.Verification;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Journal;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.Postgres.ReadModels;
using Auctions.Storage.Postgres.Schema;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.Slots;
using Npgsql;

namespace Auctions.Storage.Postgres;

/// <summary>Reads a PostgreSQL store as the reader role, which can change nothing.</summary>
internal sealed class PostgresInspector : IStoreInspector
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly List<PostgresDatabase> _shards;
    private readonly MetaDatabase _meta;
    private SlotMap _slots;

    private PostgresInspector(MetaDatabase meta, List<PostgresDatabase> shards, SlotMap slots)
    {
        _meta = meta;
        _shards = shards;
        _slots = slots;
    }

    /// <exception cref="StorageException">There is no store of this version, or it cannot be read.</exception>
    public static async Task<PostgresInspector> OpenAsync(
        PostgresStoreOptions options, CancellationToken cancellation)
    {
        var reports = await Deployment.ExamineAsync(options, cancellation);
        if (reports.FirstOrDefault(report => report.State is not { IsCurrent: true }) is { } unfit)
        {
            throw new StorageException(unfit.Problem ?? $"{unfit.Name} cannot be read.");
        }

        var meta = new MetaDatabase(options.Meta);
        SlotMap slots;
        try
        {
            slots = await GuardAsync(() => meta.ReadMapAsync(cancellation));
        }
        catch (StorageException)
        {
            await meta.DisposeAsync();
            throw;
        }

        return new PostgresInspector(
            meta,
            [.. options.Shards.Select((connection, shard) => new PostgresDatabase(
                connection, $"shard-{shard:00}", PostgresRoles.Reader, connectionsMax: 1, Patience))],
            slots);
    }

    public async Task<long> CountAuctionsAsync(CancellationToken cancellation)
    {
        var counts = await GuardAsync(() => Task.WhenAll(_shards.Select(shard => shard.AskAsync(
            Patience,
            async (session, token) =>
            {
                await using var command = session.Command("select count(*) from auctions.head where status <> 0");
                return (long)(await command.ExecuteScalarAsync(token))!;
            },
            cancellation))));
        return counts.Sum();
    }

    public async IAsyncEnumerable<(StoredAuction Auction, bool IsMisplaced)> ReadAuctionsAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var shard = 0; shard < _shards.Count; shard++)
        {
            var database = _shards[shard];
            var after = Guid.Empty;
            while (await GuardAsync(() => database.AskAsync(
                Patience, (session, token) => ReadNextAsync(session, after, token), cancellation)) is { } stored)
            {
                after = stored.Id.Value;
                if (!IsAtHome(stored.Id, shard))
                {
                    // It may have moved since.
                    _slots = await GuardAsync(() => _meta.ReadMapAsync(cancellation));
                }

                yield return (stored, !IsAtHome(stored.Id, shard));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _meta.DisposeAsync();
        foreach (var shard in _shards)
        {
            await shard.DisposeAsync();
        }
    }

    private bool IsAtHome(AuctionId id, int shard) => _slots.TryGetShard(id, out var home) && home == shard;

    private static async Task<StoredAuction?> ReadNextAsync(
        NpgsqlConnection session, Guid after, CancellationToken cancellation)
    {
        await using var moment = await session.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, cancellation);
        await using var next = session.Command(Statement.NextStored, Ask.Of(after));
        var heads = await next.RowsAsync(
            row => (View: PostgresLists.ReadView(row), Epoch: row.GetInt64(16)), cancellation);
        if (heads.Count == 0)
        {
            return null;
        }

        var (view, epoch) = heads[0];
        var streams = await StoredStreams.ReadAsync(session, [view.Id], withChunks: true, cancellation);
        await using var all = session.Command(Statement.AllSegments, Ask.Of(view.Id.Value));
        var segments = await all.RowsAsync(
            row => new StoredSegment(
                row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt16(3), row.GetBytes(4), row.GetBytes(5)),
            cancellation);
        var stream = streams[view.Id].Stream;
        return new StoredAuction(view.Id, view, epoch, LastSequence: null, segments, stream.Snapshot, stream.Chunks);
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (JournalException failed)
        {
            throw new StorageException($"The store cannot be read: {failed.Message}", failed);
        }
    }
}
