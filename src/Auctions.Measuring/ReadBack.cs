namespace Auctions.Measuring;

/// <summary>
/// Whether a store holds exactly what was acknowledged: each accepted bid once, at the place its answer named, and the
/// highest one leading; and, where auctions closed, each closed once and rightly. A bid of unknown outcome may be
/// stored or not, but once at most. Looks at one lot after the other and keeps none.
/// </summary>
internal sealed class ReadBack
{
    private const int ProblemsMax = 1_000;

    private readonly List<string> _problems = [];
    private readonly HashSet<(int Lot, long Amount)> _unknown;
    private long _found;
    private long _count;
    private long _ofUnknown;
    private ulong _checksum;

    private ReadBack(Answered answered) => _unknown = [.. answered.UnknownBids ?? []];

    /// <summary>What is wrong with a store; empty if nothing is.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(
        Answered answered, IAsyncEnumerable<StoredLot> lots, CancellationToken cancellation)
    {
        var check = new ReadBack(answered);
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

            // One that may be stored is none of those that must be; stored a second time it is one too many. Where
            // nobody may see amounts it has none.
            if (bid.Amount == 0 || _unknown.Remove((lot.Lot, bid.Amount)))
            {
                _ofUnknown++;
            }
            else
            {
                _checksum = unchecked(_checksum + Bids.Fingerprint(lot.Lot, bid.Amount, bid.Sequence));
                _count++;
            }

            count++;
        }

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

    private void Compare(Answered answered)
    {
        if (_count != answered.Accepted || _ofUnknown > answered.Unknown)
        {
            Complain(
                $"{answered.Accepted} bids were acknowledged and {answered.Unknown} are of unknown outcome; stored " +
                $"are {_count} and {_ofUnknown} of these");
        }
        else if (_checksum != answered.Checksum)
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
