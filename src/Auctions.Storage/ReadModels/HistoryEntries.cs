using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.ReadModels;

/// <summary>What the public history shows of events.</summary>
internal static class HistoryEntries
{
    /// <summary>A page from its entries and, if there are more, one more.</summary>
    public static HistoryPage ToPage(this List<HistoryEntry> entries, int limit, DateTimeOffset asOf) =>
        entries.Count > limit
            ? new HistoryPage(entries.GetRange(0, limit), entries[limit - 1].Sequence, asOf)
            : new HistoryPage(entries, null, asOf);

    /// <summary>Adds the bids of one segment, newest first.</summary>
    /// <param name="entries">Grows to <paramref name="limit"/> at most.</param>
    /// <param name="first">Sequence of the segment's first event.</param>
    /// <param name="events">The segment's events.</param>
    /// <param name="before">Only bids with a sequence below this.</param>
    /// <param name="limit">How many in all.</param>
    public static void AddTo(
        List<HistoryEntry> entries, long first, IReadOnlyList<AuctionEvent> events, long before, int limit)
    {
        for (var i = events.Count - 1; i >= 0 && entries.Count < limit; i--)
        {
            HistoryEntry? entry = events[i] switch
            {
                BidPlaced bid => new HistoryEntry(first + i, bid.BidderNumber, bid.Price, bid.At),
                LotBoughtNow bought => new HistoryEntry(first + i, bought.BidderNumber, bought.Price, bought.At),
                _ => null,
            };
            if (entry is not null && entry.Sequence < before)
            {
                entries.Add(entry);
            }
        }
    }
}
