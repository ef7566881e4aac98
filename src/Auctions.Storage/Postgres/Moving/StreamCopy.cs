using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.ReadModels.Rebuild;
using Auctions.Storage.Postgres.Statements;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.Moving;

/// <summary>
/// Copies one auction from shard to shard: first what is there, in portions while bids go on, then the rest in the
/// transaction in which it arrives. Nothing is copied that does not continue the hash chain, so what is left there from
/// an earlier stay, or from a copy that was cut short, is gone on with. At each moment what the other shard has is a
/// stream that was once, with the fold that belongs to it.
/// </summary>
internal sealed class StreamCopy(AuctionId id, Guid move, MovingShard from, MovingShard to)
{
    private const int SegmentsAtOnce = 512;
    private const int BytesAtOnce = 1024 * 1024;

    // So few are copied within the pause.
    private const int SegmentsLeft = 32;

    private long _last;
    private ReadOnlyMemory<byte> _chain = SegmentChain.Start;

    /// <summary>Segments copied.</summary>
    public long Segments { get; private set; }

    /// <summary>
    /// Copies what is there; ends a few segments before the end, or once as much again came as was there.
    /// </summary>
    /// <exception cref="AuctionNotMovedException">
    /// The other shard has something else, or another move goes on.
    /// </exception>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await BeginAsync(cancellation);
        var enough = 2 * (await from.MeasureAsync(id, cancellation)).Segments;
        List<CopiedSegment> next;
        do
        {
            next = await from.AskAsync((session, token) => NextAsync(session, token), cancellation);
            Follow(next);
            await to.AskAsync((session, token) => PutAsync(session, next, token), cancellation);
            Segments += next.Count;
        }
        while (next.Count > SegmentsLeft && Segments < enough);

        // What came before this copy as well: as many events as the last one's number says.
        var copied = await to.MeasureAsync(id, cancellation);
        if ((copied.Events, copied.LastSequence) != (_last, _last))
        {
            throw Differs();
        }

        var (_, chunks) = await from.ReadFoldAsync(id, cancellation);
        var (old, there) = await to.ReadFoldAsync(id, cancellation);

        // Those of the fold that is there stay with it until another one takes its place.
        foreach (var chunk in chunks.Keys.Where(chunk => chunk > (old?.Sequence ?? 0) && !there.ContainsKey(chunk)))
        {
            var read = await ReadChunksAsync([chunk], cancellation);
            await to.AskAsync((session, token) => PutChunksAsync(session, read, token), cancellation);
        }
    }

    /// <summary>Copies the rest of a stream that nobody writes to any more, and has it live there.</summary>
    /// <param name="epoch">The epoch of the fence.</param>
    /// <exception cref="AuctionNotMovedException">
    /// The other shard has something else, or another move goes on. Nothing was done.
    /// </exception>
    /// <exception cref="JournalException">One of the shards failed.</exception>
    public async Task ArriveAsync(long epoch)
    {
        var rest = new List<CopiedSegment>();
        List<CopiedSegment> next;
        do
        {
            next = await from.AskAsync((session, token) => NextAsync(session, token));
            Follow(next);
            rest.AddRange(next);
        }
        while (next.Count > 0);

        // Bidders wait: all that is left to be read, at once.
        var (foldRead, thereRead, viewRead, lastRead) = (
            from.ReadFoldAsync(id, default),
            to.ReadFoldAsync(id, default),
            ReadViewAsync(),
            LastAsync(from, long.MaxValue, default));
        await Task.WhenAll(foldRead, thereRead, viewRead, lastRead);
        var (fold, chunks) = await foldRead;
        var there = await thereRead;
        var missing = await ReadChunksAsync(
            [.. chunks.Where(chunk => there.Chunks.GetValueOrDefault(chunk.Key) != chunk.Value).Select(c => c.Key)],
            default);
        await to.AskAsync(async (session, token) =>
        {
            await using var transaction = await session.BeginTransactionAsync(token);
            await PutAsync(session, rest, token);
            await PutFoldAsync(session, fold, chunks, missing, token);
            var (end, last) = (await LastAsync(session, long.MaxValue, token), await lastRead);
            if (end is null || last is null || !end.IsSameAs(last) || last.Segment.LastSequence != _last)
            {
                throw Differs();
            }

            await using var arrive = session.Command(
                Statement.Arrive, [.. ListedColumns.Of([await viewRead]), Ask.Of(move), Ask.Of(epoch + 1)]);
            if (await arrive.ExecuteNonQueryAsync(token) != 1)
            {
                throw Superseded();
            }

            await transaction.CommitAsync(token);
            return true;
        });
        Segments += rest.Count;
    }

    // Where the other shard's copy ends, if it is one.
    private async Task BeginAsync(CancellationToken cancellation)
    {
        var last = await LastAsync(to, long.MaxValue, cancellation);
        if (last is null)
        {
            return;
        }

        var same = await LastAsync(from, last.Segment.LastSequence, cancellation);
        if (same is null || !last.IsSameAs(same))
        {
            throw Differs();
        }

        (_last, _chain) = (last.Segment.LastSequence, SegmentChain.Next(id, last.Segment));
    }

    private Task<CopiedSegment?> LastAsync(MovingShard shard, long upTo, CancellationToken cancellation) =>
        shard.AskAsync((session, token) => LastAsync(session, upTo, token), cancellation);

    private async Task<CopiedSegment?> LastAsync(
        NpgsqlConnection session, long upTo, CancellationToken cancellation)
    {
        await using var last = session.Command(Statement.LastOfStream, Ask.Of(id.Value), Ask.Of(upTo));
        return (await last.RowsAsync(CopiedSegment.Read, cancellation)).SingleOrDefault();
    }

    private async Task<List<CopiedSegment>> NextAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var next = session.Command(
            Statement.NextOfStream,
            Ask.Of(id.Value),
            Ask.Of(_last),
            Ask.Of(SegmentsAtOnce),
            Ask.Of((long)BytesAtOnce));
        return await next.RowsAsync(CopiedSegment.Read, cancellation);
    }

    private void Follow(List<CopiedSegment> next)
    {
        foreach (var (segment, _) in next)
        {
            if (segment.FirstSequence != _last + 1 || !segment.PreviousHash.AsSpan().SequenceEqual(_chain.Span))
            {
                throw new AuctionNotMovedException(
                    $"The journal of auction {id} on shard {from.Number} is broken before {segment.FirstSequence}, " +
                    "so it is not moved. Run \"auctions verify\"; restore that shard.");
            }

            (_last, _chain) = (segment.LastSequence, SegmentChain.Next(id, segment));
        }
    }

    private async Task<int> PutAsync(
        NpgsqlConnection session, List<CopiedSegment> segments, CancellationToken cancellation)
    {
        NpgsqlParameter Column<T>(Func<StoredSegment, T> of, NpgsqlDbType type) =>
            Ask.Column(segments, copied => of(copied.Segment), type);
        await using var put = session.Command(
            Statement.PutSegments,
            Ask.Of(id.Value),
            Ask.Of(move),
            Column(segment => segment.FirstSequence, NpgsqlDbType.Bigint),
            Column(segment => segment.LastSequence, NpgsqlDbType.Bigint),
            Column(segment => segment.Epoch, NpgsqlDbType.Bigint),
            Ask.Column(segments, copied => copied.WrittenAt, NpgsqlDbType.TimestampTz),
            Column(segment => (short)segment.CodecVersion, NpgsqlDbType.Smallint),
            Column(segment => segment.PreviousHash, NpgsqlDbType.Bytea),
            Column(segment => segment.Payload, NpgsqlDbType.Bytea));
        var copied = await put.ExecuteNonQueryAsync(cancellation);
        return copied == segments.Count ? copied : throw Superseded();
    }

    private Task<List<StoredChunk>> ReadChunksAsync(long[] chunks, CancellationToken cancellation) => from.AskAsync(
        async (session, token) =>
        {
            await using var read = session.Command(Statement.ReadChunks, Ask.Of(id.Value), Ask.Of(chunks));
            return await read.RowsAsync(
                row => new StoredChunk(row.GetInt64(0), row.GetInt16(1), row.GetBytes(2)), token);
        },
        cancellation);

    private async Task<int> PutChunksAsync(
        NpgsqlConnection session, List<StoredChunk> chunks, CancellationToken cancellation)
    {
        await using var put = session.Command(
            Statement.PutChunks,
            Ask.Of(id.Value),
            Ask.Of(move),
            Ask.Column(chunks, chunk => chunk.LastSequence, NpgsqlDbType.Bigint),
            Ask.Column(chunks, chunk => (short)chunk.CodecVersion, NpgsqlDbType.Smallint),
            Ask.Column(chunks, chunk => chunk.Payload, NpgsqlDbType.Bytea));
        return await put.ExecuteNonQueryAsync(cancellation);
    }

    // A server that stood still may have made one from what was left there: it goes, whole, with its chunks.
    private async Task PutFoldAsync(
        NpgsqlConnection session,
        StoredSnapshot? fold,
        Dictionary<long, string> chunks,
        List<StoredChunk> missing,
        CancellationToken cancellation)
    {
        await using var put = fold is null
            ? session.Command("delete from auctions.snapshot where auction_id = $1", Ask.Of(id.Value))
            : session.Command(
                Statement.PutSnapshot,
                Ask.Of(id.Value),
                Ask.Of(fold.Sequence),
                Ask.Of((short)fold.CodecVersion),
                Ask.Of(fold.ChainHash),
                Ask.Of(fold.Payload));
        await put.ExecuteNonQueryAsync(cancellation);
        await using var remove = session.Command(
            "delete from auctions.key_chunk " +
            "where auction_id = $1 and (last_sequence <> all($2) or last_sequence = any($3))",
            Ask.Of(id.Value),
            Ask.Of(chunks.Keys.ToArray()),
            Ask.Of(missing.Select(chunk => chunk.LastSequence).ToArray()));
        await remove.ExecuteNonQueryAsync(cancellation);
        await PutChunksAsync(session, missing, cancellation);
        var there = await MovingShard.NameChunksAsync(session, id, cancellation);
        if (there.Count != chunks.Count || there.Any(chunk => chunks.GetValueOrDefault(chunk.Key) != chunk.Value))
        {
            throw Differs();
        }
    }

    private async Task<AuctionView> ReadViewAsync()
    {
        try
        {
            var streams = await from.AskAsync(
                (session, token) => Journal.StoredStreams.ReadAsync(session, [id], withChunks: false, token));
            return AuctionView.Of(StreamFold.StateOf(streams[id].Stream));
        }
        catch (CodecException damaged)
        {
            throw new AuctionNotMovedException(
                $"What is stored of auction {id} on shard {from.Number} is damaged: {damaged.Message}", damaged);
        }
    }

    private AuctionNotMovedException Differs() => new(
        $"Shard {to.Number} has something else of auction {id} than shard {from.Number}, so it is not moved there. " +
        "Run \"auctions verify\", and move it to another shard.");

    private AuctionNotMovedException Superseded() => new(
        $"Another move of auction {id} has begun meanwhile: this one ends. Run it again if the other one does " +
        "not end.");
}
