using System.Buffers.Binary;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Ports;

namespace Auctions.Testing;

/// <summary>
/// A journal in memory that keeps owner, epoch, continuity and times exactly like the real ones, stores encoded bytes,
/// and lets a test decide what becomes of every call. It starts no thread and reads no clock but the one it is given.
/// </summary>
public sealed class MemoryJournal : IJournal
{
    private readonly MemoryShard[] _shards;
    private readonly Func<AuctionId, int?>? _place;

    /// <param name="clock">The shards' clock.</param>
    /// <param name="shards">Number of shards.</param>
    /// <param name="place">The shard of an auction, null: unknown slot. By default a hash of the id decides.</param>
    public MemoryJournal(AuctionClock clock, int shards = 1, Func<AuctionId, int?>? place = null)
    {
        _shards = [.. Enumerable.Range(0, shards).Select(_ => new MemoryShard(clock))];
        _place = place;
    }

    private MemoryJournal(MemoryJournal other)
    {
        _shards = other._shards;
        _place = other._place;
    }

    public int ShardCount => _shards.Length;

    /// <summary>
    /// Takes every call as it arrives, on the caller's thread. The default carries it out and answers at once; a test
    /// keeps it instead, to go on with it later.
    /// </summary>
    public Action<JournalCall> Deliver { get; set; } = static call => call.Answer();

    /// <summary>Told of whatever becomes durable, whichever way it came; null: nobody.</summary>
    public IJournalWatcher? Watcher
    {
        set => Array.ForEach(_shards, shard => shard.Watcher = value);
    }

    /// <summary>
    /// Another way to the same store, with a delivery of its own: one for each process, so that a test can cut one off.
    /// </summary>
    public MemoryJournal Connect() => new(this);

    /// <summary>Owner and end of a stream, past all delivery; null if it does not exist.</summary>
    public StreamHead? HeadOf(AuctionId id) => TryGetShard(id, out var shard) ? _shards[shard].HeadOf(id) : null;

    /// <summary>The outages on record of a stream's shard, past all delivery.</summary>
    public IReadOnlyList<Outage> OutagesOf(AuctionId id) =>
        TryGetShard(id, out var shard) ? _shards[shard].Outages : [];

    /// <summary>The oldest of the shards' last heartbeats; the start of the calendar if one has had none.</summary>
    public DateTimeOffset OldestBeat => _shards.Min(shard => shard.LastBeat ?? DateTimeOffset.MinValue);

    /// <summary>Every segment of a stream, those before its snapshot included, past all delivery.</summary>
    public IReadOnlyList<StoredSegment> SegmentsOf(AuctionId id) =>
        TryGetShard(id, out var shard) ? _shards[shard].SegmentsOf(id) : [];

    /// <summary>What <see cref="ReadAsync"/> would answer, past all delivery.</summary>
    public StoredStream? Stored(AuctionId id) =>
        TryGetShard(id, out var shard) ? _shards[shard].Read(id, withChunks: true) : null;

    public bool TryGetShard(AuctionId id, out int shard)
    {
        int? found = _place is null ? Hash(id.Value.ToByteArray(bigEndian: true)) : _place(id);
        shard = found ?? 0;
        return found is not null;
    }

    public Task<CreationKeyBinding?> BindCreationKeyAsync(CreationKeyClaim claim, CancellationToken cancellation)
    {
        var seller = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(seller, claim.Seller.Value);
        var shard = Hash(seller);
        return Call(JournalOperation.BindCreationKey, shard, [], () => _shards[shard].Bind(claim), cancellation);
    }

    public Task<IReadOnlyList<OpenedStream?>> OpenAsync(
        int shard, IReadOnlyList<OpenRequest> requests, CancellationToken cancellation) => Call(
        JournalOperation.Open,
        shard,
        [.. requests.Select(request => request.Id)],
        () => _shards[shard].Open(requests),
        cancellation);

    public Task<IReadOnlyList<AppendStatus>> AppendAsync(
        int shard, IReadOnlyList<Segment> segments, CancellationToken cancellation) => Send(
        new JournalCall<IReadOnlyList<AppendStatus>>(
            JournalOperation.Append,
            shard,
            [.. segments.Select(segment => segment.Claim.Id)],
            segments,
            () => _shards[shard].Append(segments),
            cancellation));

    public Task<IReadOnlyList<RaisedStream?>> RaiseEpochAsync(
        int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation) => Call(
        JournalOperation.RaiseEpoch,
        shard,
        [.. claims.Select(claim => claim.Id)],
        () => _shards[shard].RaiseEpoch(claims),
        cancellation);

    public Task ReleaseAsync(int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation) => Call(
        JournalOperation.Release,
        shard,
        [.. claims.Select(claim => claim.Id)],
        () => _shards[shard].Release(claims),
        cancellation);

    public Task<IReadOnlyList<DueAuction>> FindDueAsync(
        int shard, DateTimeOffset before, DueAuction? after, int limit, CancellationToken cancellation) => Call(
        JournalOperation.FindDue, shard, [], () => _shards[shard].FindDue(before, after, limit), cancellation);

    public Task<StoredStream?> ReadAsync(
        int shard, AuctionId id, bool withChunks, CancellationToken cancellation) => Call(
        JournalOperation.Read, shard, [id], () => _shards[shard].Read(id, withChunks), cancellation);

    public Task<bool> SaveSnapshotAsync(
        int shard, StoredSnapshot snapshot, StoredChunk chunk, long madeFrom, CancellationToken cancellation) => Call(
        JournalOperation.SaveSnapshot,
        shard,
        [snapshot.Id],
        () => _shards[shard].SaveSnapshot(snapshot, chunk, madeFrom),
        cancellation);

    public Task<IReadOnlyList<Outage>> BeatAsync(
        int shard, TimeSpan outageMin, DateTimeOffset after, CancellationToken cancellation) =>
        Call(JournalOperation.Beat, shard, [], () => _shards[shard].Beat(outageMin, after), cancellation);

    private Task<T> Call<T>(
        JournalOperation operation,
        int shard,
        IReadOnlyList<AuctionId> auctions,
        Func<T> work,
        CancellationToken cancellation) =>
        Send(new JournalCall<T>(operation, shard, auctions, [], work, cancellation));

    private Task<T> Send<T>(JournalCall<T> call)
    {
        if (!call.IsAnswered)
        {
            Deliver(call);
        }

        return call.Task;
    }

    // FNV-1a over a fixed byte order: the same auction on the same shard, run after run.
    private int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var next in bytes)
        {
            hash = (hash ^ next) * 1099511628211;
        }

        return (int)((hash >> 32) % (ulong)ShardCount);
    }
}
