namespace Auctions.Measuring.Http;

/// <summary>A bid as its bidder was told of it.</summary>
/// <param name="Sequence">Its place in the auction's order.</param>
/// <param name="Amount">The maximum offered.</param>
/// <param name="Price">The public price after it.</param>
internal readonly record struct Acknowledgement(long Sequence, long Amount, long Price);

/// <summary>Remembers the bids of each lot that were accepted. Any thread may add at any time.</summary>
internal sealed class Acknowledged(int lots)
{
    private readonly Lot[] _lots = [.. Enumerable.Range(0, lots).Select(_ => new Lot())];

    public void Add(int lot, Acknowledgement bid) => _lots[lot].Add(bid);

    /// <summary>Those of a lot by sequence; once nobody adds any more.</summary>
    public Dictionary<long, Acknowledgement> Of(int lot)
    {
        var bids = new Dictionary<long, Acknowledgement>();
        foreach (var bid in _lots[lot].Bids)
        {
            // Two of one sequence cannot both be stored; then the counts differ.
            bids.TryAdd(bid.Sequence, bid);
        }

        return bids;
    }

    /// <summary>In pieces, since a list that moves a million bids keeps everybody waiting.</summary>
    private sealed class Lot
    {
        private const int PieceLength = 256;

        private readonly Lock _adding = new();
        private readonly List<Acknowledgement[]> _pieces = [];
        private int _count;

        public IEnumerable<Acknowledgement> Bids => _pieces.SelectMany(piece => piece).Take(_count);

        public void Add(Acknowledgement bid)
        {
            lock (_adding)
            {
                var at = _count % PieceLength;
                if (at == 0)
                {
                    _pieces.Add(new Acknowledgement[PieceLength]);
                }

                _pieces[^1][at] = bid;
                _count++;
            }
        }
    }
}
