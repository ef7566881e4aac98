using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Testing;

/// <summary>What a <see cref="MemoryShard"/> stores of one auction.</summary>
internal sealed class StreamStore(AuctionId id)
{
    public Guid? Owner { get; set; }

    public long Epoch { get; set; }

    public AuctionView? View { get; private set; }

    public List<StoredSegment> Segments { get; } = [];

    public StoredSnapshot? Snapshot { get; private set; }

    public List<StoredChunk> Chunks { get; } = [];

    public long LastSequence => Segments.Count > 0 ? Segments[^1].LastSequence : 0;

    public StreamHead Head => new(Owner, Epoch, LastSequence, View);

    /// <summary>Its place in the order of ends, while it is open.</summary>
    public DueAuction? Due => View is { Status: AuctionStatus.Open } view ? new DueAuction(view.ClosesAt, id) : null;

    public bool IsOwnedAtEpochOf(StreamClaim claim) => Owner == claim.Activation && Epoch == claim.Epoch;

    public void Add(Segment segment)
    {
        Segments.Add(new StoredSegment(
            segment.FirstSequence,
            segment.LastSequence,
            segment.Claim.Epoch,
            segment.CodecVersion,
            segment.PreviousHash.ToArray(),
            segment.Payload.ToArray()));
        View = segment.View;
    }

    public void Add(StoredSnapshot snapshot, StoredChunk chunk)
    {
        Snapshot = snapshot with { ChainHash = [.. snapshot.ChainHash], Payload = [.. snapshot.Payload] };
        Chunks.Add(chunk with { Payload = [.. chunk.Payload] });
    }

    public StoredStream Content(bool withChunks) => new(
        id,
        Snapshot,
        withChunks && Snapshot is not null ? [.. Chunks] : [],
        [.. Segments.Where(segment => segment.FirstSequence > (Snapshot?.Sequence ?? 0))]);
}
