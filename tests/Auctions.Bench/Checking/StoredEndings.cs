using System.Runtime.CompilerServices;
using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Verification;
using Auctions.Measuring;
using Auctions.Storage;

namespace Auctions.Bench.Checking;

/// <summary>
/// Reads all that a store holds of auctions that were due to close, from the first event of each, and has each verified
/// on the way.
/// </summary>
internal static class StoredEndings
{
    /// <param name="store">Where they are.</param>
    /// <param name="ids">The auction of each lot.</param>
    /// <param name="numberOf">The number of a bidder; -1: nobody who bids.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<StoredLot> ReadAsync(
        IStoreInspector store,
        AuctionId[] ids,
        Func<PersonId, int> numberOf,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lots = ids.Index().ToDictionary(lot => lot.Item, lot => lot.Index);
        await foreach (var (stored, _) in store.ReadAuctionsAsync(cancellation))
        {
            if (lots.Remove(stored.Id, out var lot))
            {
                yield return Read(lot, stored, numberOf);
            }
        }

        foreach (var lot in lots.Values)
        {
            yield return new StoredLot(lot, 0, -1, 0, []) { Problems = ["it is not stored"] };
        }
    }

    private static StoredLot Read(int lot, StoredAuction stored, Func<PersonId, int> numberOf)
    {
        var state = new AuctionState(stored.Id);
        var bids = new List<StoredBid>();
        var closings = new List<StoredClosing>();
        var problems = new List<string>();
        DateTimeOffset? end = null;
        try
        {
            foreach (var segment in stored.Segments)
            {
                foreach (var happened in StreamFold.EventsOf(stored.Id, segment, state.Sequence))
                {
                    if (happened is AuctionClosed closed)
                    {
                        end ??= state.ClosesAt;
                        closings.Add(new StoredClosing(closed.At, numberOf(closed.Buyer), closed.Price));
                    }

                    state.Evolve(happened);
                    if (happened is BidPlaced bid)
                    {
                        var bidder = numberOf(bid.Bidder);
                        bids.Add(new StoredBid(state.Sequence, bid.Amount, bidder));
                        if (bidder != Bids.BidderOf(bid.Amount))
                        {
                            problems.Add($"event {state.Sequence}: {bid.Amount} was bid by bidder {bidder}");
                        }
                    }
                }
            }
        }
        catch (Exception damaged) when (
            damaged is CodecException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            // The verifier meets the same and says where; what was read so far is what there is.
        }

        return new StoredLot(lot, state.BidCount, numberOf(state.Leader), state.LeaderMaximum, bids)
        {
            Problems =
            [
                .. problems,
                .. StreamVerifier.Check(stored, out _).Select(fault => $"event {fault.Sequence}: {fault.Detail}"),
            ],
            Ending = new StoredEnding(end ?? state.ClosesAt, closings),
        };
    }
}
