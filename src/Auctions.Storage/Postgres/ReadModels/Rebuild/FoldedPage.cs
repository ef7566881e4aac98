using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Storage.ReadModels;

namespace Auctions.Storage.Postgres.ReadModels.Rebuild;

/// <summary>Some auctions, each folded as far as its journal was read, until it is listed right or cannot be.</summary>
internal sealed class FoldedPage
{
    private readonly SortedDictionary<AuctionId, JournalFold> _open = [];
    private readonly List<AuctionId> _damaged = [];

    public FoldedPage(IEnumerable<AuctionId> ids)
    {
        foreach (var id in ids)
        {
            _open.Add(id, new JournalFold(id));
        }
    }

    /// <summary>Those not settled yet.</summary>
    public IReadOnlyCollection<JournalFold> Open => _open.Values;

    /// <summary>Those whose journal cannot be read.</summary>
    public IReadOnlyList<AuctionId> Damaged => _damaged;

    /// <summary>Goes on with a segment; none of an auction that is settled or not on this page.</summary>
    public void Add(AuctionId id, StoredSegment segment)
    {
        try
        {
            _open.GetValueOrDefault(id)?.Add(segment);
        }
        catch (CodecException)
        {
            Give(id, isDamaged: true);
        }
    }

    /// <summary>An auction is settled.</summary>
    public void Give(AuctionId id, bool isDamaged = false)
    {
        if (_open.Remove(id) && isDamaged)
        {
            _damaged.Add(id);
        }
    }
}
