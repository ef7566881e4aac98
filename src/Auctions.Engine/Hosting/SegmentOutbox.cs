using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Hosting;

/// <summary>
/// The one segment of an auction that is on its way, sent again until its fate is known; and what the next needs: claim
/// and hash chain. Only the shard's writer sends and concludes, one segment at a time.
/// </summary>
internal sealed class SegmentOutbox(StreamClaim claim, ReadOnlyMemory<byte> chain)
{
    private ReadOnlyMemory<byte> _chain = chain;
    private byte[]? _payload;
    private long? _firstDeferral;

    public StreamClaim Claim { get; private set; } = claim;

    /// <summary>What is on its way; null: nothing.</summary>
    public Batch? Batch { get; private set; }

    public void Load(Batch batch) => Batch = batch;

    /// <summary>The segment to send; the same each time until it is concluded, but for a raised epoch.</summary>
    public Segment ToSegment() => new(
        Claim,
        Batch!.FirstSequence,
        Batch.LastSequence,
        EventCodec.Version,
        _chain,
        _payload ??= EventCodec.Encode(Batch.Events),
        AuctionView.Of(Batch.After),
        Batch.NotBefore);

    /// <summary>The segment is durable; the next goes on from it.</summary>
    public Batch Conclude(ReadOnlyMemory<byte> chainAfter)
    {
        var batch = Batch!;
        _chain = chainAfter;
        Clear();
        return batch;
    }

    public void Clear()
    {
        Batch = null;
        _payload = null;
        _firstDeferral = null;
    }

    /// <summary>
    /// The segment was not written yet; false once it was deferred for longer than <paramref name="most"/>.
    /// </summary>
    public bool Defer(TimeProvider time, TimeSpan most)
    {
        var now = time.GetTimestamp();
        return time.GetElapsedTime(_firstDeferral ??= now, now) < most;
    }

    public void RaiseEpoch(long epoch) => Claim = Claim with { Epoch = epoch };
}
