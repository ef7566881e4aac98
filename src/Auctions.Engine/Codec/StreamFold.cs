using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Codec;

/// <summary>Makes an auction from what a shard stores of it.</summary>
/// <param name="Auction">The auction after the last segment.</param>
/// <param name="ChainHash">The hash chain after the last segment.</param>
/// <param name="SnapshotSequence">Sequence of the snapshot it started from; 0 if there was none.</param>
public sealed record StreamFold(Auction Auction, ReadOnlyMemory<byte> ChainHash, long SnapshotSequence)
{
    /// <summary>Folds snapshot and segments, checking that sequences and hash chain have no hole.</summary>
    /// <exception cref="CodecException">The stream is damaged or from a newer version; the message says
    /// where.</exception>
    public static StreamFold Of(StoredStream stream)
    {
        var (auction, chain) = Restore(stream);
        foreach (var segment in stream.Segments)
        {
            chain = Follow(stream.Id, segment, chain);
            foreach (var happened in EventsOf(stream.Id, segment, auction.State.Sequence))
            {
                Evolve(auction.State, auction, happened);
            }
        }

        return new StreamFold(auction, chain, stream.Snapshot?.Sequence ?? 0);
    }

    /// <summary>The state alone, without the bids it remembers: for those who only look.</summary>
    /// <exception cref="CodecException">The stream is damaged or from a newer version.</exception>
    public static AuctionState StateOf(StoredStream stream)
    {
        var state = stream.Snapshot is { } snapshot
            ? SnapshotCodec.Decode(stream.Id, snapshot.CodecVersion, snapshot.Payload)
            : new AuctionState(stream.Id);
        foreach (var segment in stream.Segments)
        {
            Evolve(state, segment);
        }

        return state;
    }

    /// <summary>Brings a state alone up to the end of the segment that follows it.</summary>
    /// <exception cref="CodecException">It does not follow, or is damaged; the state is of no use more.</exception>
    public static void Evolve(AuctionState state, StoredSegment segment)
    {
        foreach (var happened in EventsOf(state.Id, segment, state.Sequence))
        {
            Evolve(state, null, happened);
        }
    }

    /// <summary>The chain after a segment.</summary>
    /// <exception cref="CodecException">The segment does not follow the chain before it.</exception>
    public static ReadOnlyMemory<byte> Follow(AuctionId id, StoredSegment segment, ReadOnlyMemory<byte> chain) =>
        segment.PreviousHash.AsSpan().SequenceEqual(chain.Span)
            ? SegmentChain.Next(id, segment)
            : throw new CodecException($"Auction {id}: the hash chain breaks at {segment.FirstSequence}.");

    /// <summary>The events of a segment that follows <paramref name="after"/>.</summary>
    /// <exception cref="CodecException">It does not follow, or is damaged.</exception>
    public static IReadOnlyList<AuctionEvent> EventsOf(AuctionId id, StoredSegment segment, long after)
    {
        var events = EventCodec.Decode(segment.CodecVersion, segment.Payload);
        return segment.FirstSequence == after + 1 && segment.LastSequence == after + events.Count && events.Count > 0
            ? events
            : throw new CodecException(
                $"Auction {id}: a segment says it holds {segment.FirstSequence} to {segment.LastSequence}, holds " +
                $"{events.Count} events and follows {after}.");
    }

    // What no rule allows, damaged bytes may say: a bid before the creation, a key twice, an end beyond the calendar.
    private static void Evolve(AuctionState state, Auction? whole, AuctionEvent happened)
    {
        if (happened is AuctionCreated == state.IsCreated)
        {
            throw new CodecException($"Auction {state.Id}: event {state.Sequence + 1} does not create it once, first.");
        }

        try
        {
            if (whole is null)
            {
                state.Evolve(happened);
            }
            else
            {
                whole.Evolve(happened);
            }
        }
        catch (Exception impossible) when (impossible is InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new CodecException($"Auction {state.Id}: event {state.Sequence} cannot have happened.", impossible);
        }
    }

    private static (Auction Auction, ReadOnlyMemory<byte> Chain) Restore(StoredStream stream)
    {
        if (stream.Snapshot is not { } snapshot)
        {
            return (new Auction(stream.Id), SegmentChain.Start);
        }

        var memory = new BidMemory();
        foreach (var chunk in stream.Chunks)
        {
            SnapshotCodec.DecodeChunk(chunk.CodecVersion, chunk.Payload, memory);
        }

        var state = SnapshotCodec.Decode(stream.Id, snapshot.CodecVersion, snapshot.Payload);
        if (state.Sequence != snapshot.Sequence || memory.Count != state.BidCount)
        {
            throw new CodecException(
                $"Auction {stream.Id}: its snapshot at {snapshot.Sequence} holds {state.BidCount} bids at " +
                $"{state.Sequence}, its chunks {memory.Count}.");
        }

        return (new Auction(state, memory), snapshot.ChainHash);
    }
}
