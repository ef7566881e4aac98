namespace Auctions.Measuring;

/// <summary>
/// Whether a store holds exactly what was acknowledged: each accepted bid once, at the place its answer named, and the
/// highest one leading; and, where auctions closed, each closed once and rightly. Looks at one lot after the other and
/// keeps none.
/// </summary>
internal sealed class ReadBack
{
    private const int ProblemsMax = 1_000;

    private readonly List<string> _problems = [];
    private long _found;
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
        if (check._found > ProblemsMax)
        {
            check._problems.Add($"and {check._found - ProblemsMax} more");
        }

        return check._problems;
    }

    private void Add(StoredLot lot)
    {
        foreach (var problem in lot.Problems)
        {
            Complain($"lot {lot.Lot}: {problem}");
        }

        long count = 0, last = 0;
        StoredBid highest = new(0, 0, Bidder: -1), runnerUp = highest;
        foreach (var bid in lot.Bids)
        {
            if (bid.Sequence <= last)
            {
                Complain($"lot {lot.Lot}: bid {bid.Sequence} follows bid {last}");
            }

            last = bid.Sequence;
            if (bid.Amount > highest.Amount)
            {
                runnerUp = bid.Bidder == highest.Bidder ? runnerUp : highest;
                highest = bid;
            }
            else if (bid.Bidder != highest.Bidder && bid.Amount > runnerUp.Amount)
            {
                runnerUp = bid;
            }

            _checksum = unchecked(_checksum + Bids.Fingerprint(lot.Lot, bid.Amount, bid.Sequence));
            count++;
        }

        _count += count;
        if (lot.BidCount != count)
        {
            Complain($"lot {lot.Lot}: it says it has {lot.BidCount} bids; {count} are stored");
        }

        if (lot.Leader != highest.Bidder || lot.LeaderAmount != highest.Amount)
        {
            Complain(
                $"lot {lot.Lot}: bidder {lot.Leader} leads with {lot.LeaderAmount}; bidder {highest.Bidder} bid " +
                $"{highest.Amount}");
        }

        if (lot.Ending is { } ending)
        {
            AddEnding(lot.Lot, ending, highest, runnerUp);
        }
    }

    // The price is one step above the underbidder's maximum, but not above the buyer's own.
    private void AddEnding(int lot, StoredEnding ending, StoredBid highest, StoredBid runnerUp)
    {
        var price = highest.Bidder < 0 ? 0
            : runnerUp.Bidder < 0 ? Bids.OpeningPrice
            : Math.Min(highest.Amount, runnerUp.Amount + Bids.Increment);
        if (ending.Closings.Count != 1)
        {
            Complain($"lot {lot}: it was closed {ending.Closings.Count} times");
        }

        foreach (var closing in ending.Closings)
        {
            if (closing.Buyer != highest.Bidder || closing.Price != price)
            {
                Complain(
                    $"lot {lot}: bidder {closing.Buyer} bought at {closing.Price}; by the bids bidder " +
                    $"{highest.Bidder} buys at {price}");
            }

            if (closing.At < ending.End)
            {
                Complain($"lot {lot}: the hammer fell at {closing.At:O}, before the end at {ending.End:O}");
            }
        }
    }

    // A bid of unknown outcome may be stored or not; without one, count and checksum are exact.
    private void Compare(Answered answered)
    {
        if (_count < answered.Accepted || _count > answered.Accepted + answered.Unknown)
        {
            Complain(
                $"{answered.Accepted} bids were acknowledged and {answered.Unknown} are of unknown outcome; " +
                $"{_count} are stored");
        }
        else if (answered.Unknown == 0 && _checksum != answered.Checksum)
        {
            Complain("the stored bids are not those acknowledged, or not at the places that their answers name");
        }

        if (answered.ShutOut > 0)
        {
            Complain($"{answered.ShutOut} bids that came before the end were refused as coming after it");
        }
    }

    private void Complain(string problem)
    {
        if (++_found <= ProblemsMax)
        {
            _problems.Add(problem);
        }
    }
}
