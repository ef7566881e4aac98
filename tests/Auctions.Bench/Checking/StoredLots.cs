using System.Runtime.CompilerServices;
using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Measuring;

namespace Auctions.Bench.Checking;

/// <summary>Reads what a journal holds of the auctions of a run, one after the other.</summary>
internal static class StoredLots
{
    // Read ahead, so that a hundred thousand small auctions are not as many waits. A large one is as much as all these.
    private const int AheadMax = 32;

    /// <param name="journal">Where they are.</param>
    /// <param name="ids">The auction of each lot.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static IAsyncEnumerable<StoredLot> ReadAsync(
        IJournal journal, AuctionId[] ids, CancellationToken cancellation) =>
        ReadAsync(journal, ids, Bids.NumberOf, cancellation);

    /// <param name="journal">Where they are.</param>
    /// <param name="ids">The auction of each lot.</param>
    /// <param name="numberOf">The number of a bidder; -1: nobody who bids.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<StoredLot> ReadAsync(
        IJournal journal,
        AuctionId[] ids,
        Func<PersonId, int> numberOf,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var progress = new Progress("reading auctions back", ids.Length);
        var ahead = new Queue<Task<StoredStream?>>();
        for (var lot = 0; lot < ids.Length; lot++)
        {
            while (ahead.Count < AheadMax && lot + ahead.Count < ids.Length)
            {
                ahead.Enqueue(ReadOneAsync(journal, ids[lot + ahead.Count], cancellation));
            }

            var stream = await ahead.Dequeue();
            var auction = stream is null ? new Auction(ids[lot]) : StreamFold.Of(stream).Auction;
            yield return new StoredLot(
                lot, auction.State.BidCount, numberOf(auction.State.Leader), auction.State.LeaderMaximum,
                BidsOf(auction));
            progress.Add(1);
        }
    }

    private static async Task<StoredStream?> ReadOneAsync(
        IJournal journal, AuctionId id, CancellationToken cancellation) =>
        journal.TryGetShard(id, out var shard)
            ? await journal.ReadAsync(shard, id, withChunks: true, cancellation)
            : null;

    private static IEnumerable<StoredBid> BidsOf(Auction auction)
    {
        for (var at = 0; at < auction.Bids.Count; at++)
        {
            var bid = auction.Bids[at];
            yield return new StoredBid(bid.Sequence, bid.Amount, Bids.BidderOf(bid.Amount));
        }
    }
}
