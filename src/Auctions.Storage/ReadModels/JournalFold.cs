using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Storage.ReadModels;

/// <summary>An auction as its journal gives it, from the first event on: no snapshot is trusted.</summary>
internal sealed class JournalFold(AuctionId id)
{
    private readonly AuctionState _state = new(id);
    private ReadOnlyMemory<byte> _chain = SegmentChain.Start;

    public AuctionId Id => id;

    /// <summary>Sequence of the last event; 0: none.</summary>
    public long Sequence => _state.Sequence;

    /// <summary>What lists should show; null: the auction was never created.</summary>
    public AuctionView? View => _state.IsCreated ? AuctionView.Of(_state) : null;

    /// <summary>Goes on with the segment that follows.</summary>
    /// <exception cref="CodecException">It does not follow, or is damaged.</exception>
    public void Add(StoredSegment segment)
    {
        _chain = StreamFold.Follow(id, segment, _chain);
        StreamFold.Evolve(_state, segment);
    }
}
