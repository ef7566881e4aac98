using Auctions.Core;

namespace Auctions.Engine.Ports;

/// <summary>
/// The back door: where events become durable. Streams live on shards; a shard that fails fails alone. Every method may
/// throw <see cref="JournalException"/>, whose <see cref="JournalException.Fault"/> says whether what was asked may
/// have happened all the same. The journal never writes for a stale owner, and never leaves a hole in a stream.
/// </summary>
public interface IJournal
{
    /// <summary>Shards are numbered from 0.</summary>
    int ShardCount { get; }

    /// <summary>
    /// The shard an auction lives on; false if its slot is unknown, and then nothing may be done with it.
    /// </summary>
    bool TryGetShard(AuctionId id, out int shard);

    /// <summary>
    /// Binds a creation key to an auction id for ever, or finds the id it is bound to. With
    /// <see cref="CreationKeyClaim.Proposed"/> null it only looks; the answer is then null where the key is free.
    /// </summary>
    Task<CreationKeyBinding?> BindCreationKeyAsync(CreationKeyClaim claim, CancellationToken cancellation);

    /// <summary>
    /// Makes each activation the owner of its stream and raises the stream's epoch, commits, and only then reads: an
    /// append of an older epoch either is in what was read or can never land. Answers in the order of the requests;
    /// null for a stream that does not exist.
    /// </summary>
    Task<IReadOnlyList<OpenedStream?>> OpenAsync(
        int shard, IReadOnlyList<OpenRequest> requests, CancellationToken cancellation);

    /// <summary>
    /// Writes segments, each either whole and durable or not at all; one segment's fate never touches another's. At
    /// most one segment per stream. Answers in the order of the segments.
    /// </summary>
    Task<IReadOnlyList<AppendStatus>> AppendAsync(
        int shard, IReadOnlyList<Segment> segments, CancellationToken cancellation);

    /// <summary>
    /// Raises the epoch of every stream that the claimant still owns, whatever epoch it knew, so that nothing it sent
    /// before can land any more; then tells where each stream ends. Null: not the owner any more.
    /// </summary>
    Task<IReadOnlyList<RaisedStream?>> RaiseEpochAsync(
        int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation);

    /// <summary>
    /// Gives up ownership, a sign of a clean end; no effect on a stream that somebody else owns by now.
    /// </summary>
    Task ReleaseAsync(int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation);

    /// <summary>
    /// Open auctions whose end lies before a time, in the order of (end, id), after a position in that order.
    /// </summary>
    Task<IReadOnlyList<DueAuction>> FindDueAsync(
        int shard, DateTimeOffset before, DueAuction? after, int limit, CancellationToken cancellation);

    /// <summary>
    /// Reads a stream's snapshot and the segments after it without opening it; null if it does not exist.
    /// </summary>
    Task<StoredStream?> ReadAsync(int shard, AuctionId id, bool withChunks, CancellationToken cancellation);

    /// <summary>
    /// Replaces a stream's snapshot and adds its chunk of remembered bids, unless the stored snapshot is not the one
    /// the new one was made from.
    /// </summary>
    Task<bool> SaveSnapshotAsync(
        int shard, StoredSnapshot snapshot, StoredChunk chunk, long madeFrom, CancellationToken cancellation);

    /// <summary>
    /// Says that this process can write to the shard. A gap of <paramref name="outageMin"/> or more since the last
    /// heartbeat of anyone is recorded as an outage. Answers the outages on record that ended after
    /// <paramref name="after"/>, the earliest first: there may be several that nobody was told of, for a heartbeat
    /// whose answer was lost has recorded its gap all the same. Outages on record never overlap.
    /// </summary>
    Task<IReadOnlyList<Outage>> BeatAsync(
        int shard, TimeSpan outageMin, DateTimeOffset after, CancellationToken cancellation);
}
