using Auctions.Core;

namespace Auctions.Engine.Ports;

/// <summary>The events of one write of one auction: one row, however many bids it holds.</summary>
/// <param name="Claim">Who writes.</param>
/// <param name="FirstSequence">Number of its first event; the stream must end just before it.</param>
/// <param name="LastSequence">Number of its last event.</param>
/// <param name="CodecVersion">Format of the payload.</param>
/// <param name="PreviousHash">The chain before this segment, see <see cref="SegmentChain"/>.</param>
/// <param name="Payload">The events, encoded.</param>
/// <param name="View">The auction after its last event, for lists.</param>
/// <param name="NotBefore">The shard refuses the segment until its own clock shows this time; null: no bound.</param>
public sealed record Segment(
    StreamClaim Claim,
    long FirstSequence,
    long LastSequence,
    int CodecVersion,
    ReadOnlyMemory<byte> PreviousHash,
    ReadOnlyMemory<byte> Payload,
    AuctionView View,
    DateTimeOffset? NotBefore);

/// <summary>Who claims to own a stream.</summary>
/// <param name="Id">The auction.</param>
/// <param name="Activation">The activation, unique for ever.</param>
/// <param name="Epoch">The epoch at which it owns the stream.</param>
public readonly record struct StreamClaim(AuctionId Id, Guid Activation, long Epoch);

/// <summary>What became of one segment.</summary>
public enum AppendStatus
{
    /// <summary>Durable.</summary>
    Written,

    /// <summary>Not written, and never will be: somebody else owns the stream, or a newer epoch does.</summary>
    Fenced,

    /// <summary>Not written: the stream was locked, or its time has not come. Send it again.</summary>
    NotYet,

    /// <summary>Not written: the stream does not end where the segment begins. A bug or a damaged journal.</summary>
    Broken,
}

/// <summary>A request to open a stream.</summary>
/// <param name="Id">The auction.</param>
/// <param name="Activation">The new owner, unique for ever.</param>
/// <param name="Create">Whether to make the stream if it does not exist.</param>
public readonly record struct OpenRequest(AuctionId Id, Guid Activation, bool Create);

/// <summary>A stream just opened.</summary>
/// <param name="Epoch">The epoch at which the activation owns it.</param>
/// <param name="WasOwned">Whether an owner was found set: the activation before ended uncleanly.</param>
/// <param name="Outage">An outage in which the auction's end lies, if any.</param>
/// <param name="Content">What is stored.</param>
public sealed record OpenedStream(long Epoch, bool WasOwned, Outage? Outage, StoredStream Content);

/// <summary>What a shard stores of one auction: a snapshot with its chunks, and the segments after it.</summary>
public sealed record StoredStream(
    AuctionId Id,
    StoredSnapshot? Snapshot,
    IReadOnlyList<StoredChunk> Chunks,
    IReadOnlyList<StoredSegment> Segments);

/// <summary>A segment as stored.</summary>
public sealed record StoredSegment(
    long FirstSequence, long LastSequence, long Epoch, int CodecVersion, byte[] PreviousHash, byte[] Payload);

/// <summary>A snapshot as stored: the state after <paramref name="Sequence"/>, and the chain there.</summary>
public sealed record StoredSnapshot(AuctionId Id, long Sequence, int CodecVersion, byte[] ChainHash, byte[] Payload);

/// <summary>The bids remembered between the snapshot before and the one at <paramref name="LastSequence"/>.</summary>
public sealed record StoredChunk(long LastSequence, int CodecVersion, byte[] Payload);

/// <summary>A stream whose epoch was raised to settle an unknown outcome.</summary>
/// <param name="Epoch">The new epoch.</param>
/// <param name="LastSequence">Where the stream ends, for good.</param>
public readonly record struct RaisedStream(long Epoch, long LastSequence);

/// <summary>An auction that is to close.</summary>
public readonly record struct DueAuction(DateTimeOffset ClosesAt, AuctionId Id);

/// <summary>A time in which nobody could write to a shard.</summary>
public readonly record struct Outage(DateTimeOffset From, DateTimeOffset To)
{
    public bool Covers(DateTimeOffset instant) => From <= instant && instant <= To;
}
