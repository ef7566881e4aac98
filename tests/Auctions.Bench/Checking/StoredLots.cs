using System.Runtime.CompilerServices;
using Auctions.Bench.Measuring;
using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Bench.Checking;

/// <summary>Reads what a journal holds of the auctions of a run.</summary>
internal static class StoredLots
{
    /// <param name="journal">Where they are.</param>
    /// <param name="ids">The auction of each lot.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<StoredLot> ReadAsync(
        IJournal journal, AuctionId[] ids, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var lot = 0; lot < ids.Length; lot++)
        {
            var id = ids[lot];
            var stream = journal.TryGetShard(id, out var shard)
                ? await journal.ReadAsync(shard, id, withChunks: true, cancellation)
                : null;
            var auction = stream is null ? new Auction(id) : StreamFold.Of(stream).Auction;
            yield return new StoredLot(
                lot, auction.State.BidCount, Bids.NumberOf(auction.State.Leader), auction.State.LeaderMaximum,
                BidsOf(auction));
        }
    }

    private static IEnumerable<StoredBid> BidsOf(Auction auction)
    {
        for (var at = 0; at < auction.Bids.Count; at++)
        {
            var bid = auction.Bids[at];
            yield return new StoredBid(bid.Sequence, bid.Amount, Bids.BidderOf(bid.Amount));
        }
    }
}
