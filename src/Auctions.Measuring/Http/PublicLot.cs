namespace Auctions.Measuring.Http;

/// <summary>
/// What anyone may see of a lot, against what its bidders were told. The public history has no maxima: of each bid it
/// has the place, the public price after it and a name for the bidder, given out by the order of first bids.
/// </summary>
/// <param name="lot">Number of the lot.</param>
/// <param name="acknowledged">What bidders were told, by sequence.</param>
internal sealed class PublicLot(int lot, IReadOnlyDictionary<long, Acknowledgement> acknowledged)
{
    private const int Unknown = -1;
    private const int ProblemsMax = 10;

    private readonly Dictionary<string, int> _bidders = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly List<string> _problems = [];
    private bool _isWholeKnown = true;

    /// <summary>
    /// The lot as stored, as far as it can be known: a bid of unknown outcome has no amount, and then nobody can tell
    /// who has to lead.
    /// </summary>
    /// <param name="history">In the auction's order.</param>
    /// <param name="view">At least as new.</param>
    public StoredLot Compare(IReadOnlyList<PublicBid> history, PublicView view)
    {
        var bids = history.Select(ToStored).ToArray();
        var shown = history.Select(bid => bid.Sequence).ToHashSet();
        foreach (var missing in acknowledged.Keys.Where(sequence => !shown.Contains(sequence)).Order())
        {
            Complain($"bid {missing} was acknowledged and is not in the history");
        }

        var highest = bids.Append(new StoredBid(0, 0, Unknown)).MaxBy(bid => bid.Amount);
        var leader = _isWholeKnown ? _bidders.GetValueOrDefault(view.Leader ?? "", Unknown) : highest.Bidder;
        var offer = bids.Where(bid => bid.Bidder == leader).Select(bid => bid.Amount).DefaultIfEmpty().Max();
        return new StoredLot(lot, view.BidCount, leader, offer, bids) { Problems = _problems };
    }

    private StoredBid ToStored(PublicBid shown)
    {
        if (!acknowledged.TryGetValue(shown.Sequence, out var told))
        {
            _isWholeKnown = false;
            Name(shown, Unknown);
            return new StoredBid(shown.Sequence, Amount: 0, Unknown);
        }

        if (shown.Price != told.Price)
        {
            Complain($"bid {shown.Sequence} was acknowledged at price {told.Price}; the history shows {shown.Price}");
        }

        var bidder = Bids.BidderOf(told.Amount);
        Name(shown, bidder);
        return new StoredBid(shown.Sequence, told.Amount, bidder);
    }

    // One name for each bidder, and one bidder for each name.
    private void Name(PublicBid shown, int bidder)
    {
        if (!_bidders.TryGetValue(shown.Bidder, out var before))
        {
            _bidders.Add(shown.Bidder, before = Unknown);
            if (shown.Bidder != $"Bidder {_bidders.Count}")
            {
                Complain($"bid {shown.Sequence} is by {shown.Bidder}, whom nobody but Bidder {_bidders.Count} can be");
            }
        }

        if (bidder == Unknown)
        {
            return;
        }

        var isSame = before == Unknown || before == bidder;
        if (!isSame || _names.GetValueOrDefault(bidder, shown.Bidder) != shown.Bidder)
        {
            Complain($"bid {shown.Sequence} of {HttpCallers.NameOf(bidder)} is shown as by {shown.Bidder}, who is " +
                "somebody else");
            return;
        }

        _bidders[shown.Bidder] = bidder;
        _names[bidder] = shown.Bidder;
    }

    private void Complain(string problem)
    {
        if (_problems.Count < ProblemsMax)
        {
            _problems.Add(problem);
        }
    }
}
