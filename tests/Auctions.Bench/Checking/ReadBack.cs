using Auctions.Bench.Measuring;

namespace Auctions.Bench.Checking;

/// <summary>A bid as a store has it.</summary>
/// <param name="Sequence">Its place in the auction's order.</param>
/// <param name="Amount">In minor units.</param>
/// <param name="Bidder">The number of who bid.</param>
internal readonly record struct StoredBid(long Sequence, long Amount, int Bidder);

/// <summary>An auction as a store has it.</summary>
/// <param name="Lot">Its number in the run.</param>
/// <param name="BidCount">How many bids the auction itself says it has.</param>
/// <param name="Leader">Number of the bidder who leads; -1: nobody.</param>
/// <param name="LeaderAmount">What the leader offers.</param>
/// <param name="Bids">Every stored bid, in the auction's order.</param>
internal sealed record StoredLot(
    int Lot, long BidCount, int Leader, long LeaderAmount, IEnumerable<StoredBid> Bids);

/// <summary>
/// Whether a store holds exactly what was acknowledged: each accepted bid once, at the place its answer named, and the
/// highest one leading.
/// </summary>
internal sealed class ReadBack
{
    private readonly List<string> _problems = [];
    private long _count;
    private ulong _checksum;

    /// <summary>What is wrong with a store; empty if nothing is.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(
        Answered answered, IAsyncEnumerable<StoredLot> lots, CancellationToken cancellation)
    {
        var check = new ReadBack();
        await foreach (var lot in lots.WithCancellation(cancellation))
        {
            check.Add(lot);
        }

        check.Compare(answered);
        return check._problems;
    }

    private void Add(StoredLot lot)
    {
        long count = 0, last = 0;
        var highest = new StoredBid(0, 0, Bidder: -1);
        foreach (var bid in lot.Bids)
        {
            if (bid.Sequence <= last)
            {
                _problems.Add($"lot {lot.Lot}: bid {bid.Sequence} follows bid {last}");
            }

            last = bid.Sequence;
            highest = bid.Amount > highest.Amount ? bid : highest;
            _checksum = unchecked(_checksum + Bids.Fingerprint(lot.Lot, bid.Amount, bid.Sequence));
            count++;
        }

        _count += count;
        if (lot.BidCount != count)
        {
            _problems.Add($"lot {lot.Lot}: it says it has {lot.BidCount} bids; {count} are stored");
        }

        if (lot.Leader != highest.Bidder || lot.LeaderAmount != highest.Amount)
        {
            _problems.Add(
                $"lot {lot.Lot}: bidder {lot.Leader} leads with {lot.LeaderAmount}; bidder {highest.Bidder} bid " +
                $"{highest.Amount}");
        }
    }

    // A bid of unknown outcome may be stored or not; without one, count and checksum are exact.
    private void Compare(Answered answered)
    {
        if (_count < answered.Accepted || _count > answered.Accepted + answered.Unknown)
        {
            _problems.Add(
                $"{answered.Accepted} bids were acknowledged and {answered.Unknown} are of unknown outcome; " +
                $"{_count} are stored");
        }
        else if (answered.Unknown == 0 && _checksum != answered.Checksum)
        {
            _problems.Add("the stored bids are not those acknowledged, or not at the places that their answers name");
        }
    }
}
