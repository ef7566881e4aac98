using System.Diagnostics.CodeAnalysis;

namespace Auctions.Core;

/// <summary>
/// What an auction remembers of its bids beside its state: every accepted key with its first answer, and the public
/// number of every bidder. It only grows, in the order of the journal, so whatever precedes a sequence is a prefix.
/// </summary>
public sealed class BidMemory
{
    private const int ChunkSize = 256;

    private readonly List<RememberedBid[]> _chunks = [];
    private readonly List<PersonId> _bidders = [];

    // Open addressing over bid positions + 1 (0: free). Keys are hashes already, so their low bits serve as they are.
    private int[] _index = [];

    // The same over bidders' numbers. It is a sixth of what a dictionary takes.
    private int[] _bidderIndex = [];

    /// <summary>Number of remembered bids.</summary>
    public int Count { get; private set; }

    /// <summary>The bidders with an accepted bid; the public number of the first is 1.</summary>
    public IReadOnlyList<PersonId> Bidders => _bidders;

    /// <summary>The remembered bid at a position, from 0 in the order of the journal.</summary>
    public RememberedBid this[int position] => _chunks[position / ChunkSize][position % ChunkSize];

    /// <summary>Finds the first answer given to a key.</summary>
    public bool TryFind(BidKey key, [MaybeNullWhen(false)] out RememberedBid bid)
    {
        if (Count > 0)
        {
            for (var at = Home(key); _index[at] != 0; at = (at + 1) & (_index.Length - 1))
            {
                if (this[_index[at] - 1] is var candidate && candidate.Key == key)
                {
                    bid = candidate;
                    return true;
                }
            }
        }

        bid = default;
        return false;
    }

    /// <summary>The public number of a bidder: the one already given, else the next.</summary>
    public int NumberOf(PersonId bidder) => FindBidder(bidder) is > 0 and var number ? number : _bidders.Count + 1;

    public bool HasBid(PersonId bidder) => FindBidder(bidder) > 0;

    /// <summary>Remembers the next bid of the journal. A key is never accepted twice.</summary>
    /// <exception cref="InvalidOperationException">The key is remembered already.</exception>
    public void Remember(PersonId bidder, RememberedBid bid)
    {
        if (!HasBid(bidder))
        {
            AddBidder(bidder);
        }

        Add(bid);
    }

    /// <summary>Restores one bid that a snapshot kept.</summary>
    /// <exception cref="InvalidOperationException">The key is remembered already.</exception>
    public void Add(RememberedBid bid)
    {
        if (Count + 1 > _index.Length / 2)
        {
            Grow();
        }

        var slot = Home(bid.Key);
        while (_index[slot] != 0)
        {
            if (this[_index[slot] - 1].Key == bid.Key)
            {
                throw new InvalidOperationException($"A key was accepted twice: at {bid.Sequence} and before.");
            }

            slot = (slot + 1) & (_index.Length - 1);
        }

        Append(bid);
        _index[slot] = Count;
    }

    /// <summary>Restores one bidder that a snapshot kept; the order gives the number.</summary>
    /// <exception cref="InvalidOperationException">The bidder has a number already.</exception>
    public void AddBidder(PersonId bidder)
    {
        if (HasBid(bidder))
        {
            throw new InvalidOperationException("A bidder got two numbers.");
        }

        _bidders.Add(bidder);
        if (_bidders.Count > _bidderIndex.Length / 2)
        {
            _bidderIndex = new int[Math.Max(8, _bidderIndex.Length * 2)];
            for (var number = 1; number <= _bidders.Count; number++)
            {
                PlaceBidder(number);
            }
        }
        else
        {
            PlaceBidder(_bidders.Count);
        }
    }

    /// <summary>Gives back the room kept for more; for an auction that is idle.</summary>
    public void Trim()
    {
        _bidders.TrimExcess();
        _chunks.TrimExcess();
        if (_chunks.Count > 0 && Count % ChunkSize is > 0 and var used)
        {
            _chunks[^1] = _chunks[^1].Length > used ? _chunks[^1][..used] : _chunks[^1];
        }
    }

    // The bidder's number; 0: none.
    private int FindBidder(PersonId bidder)
    {
        if (_bidders.Count == 0)
        {
            return 0;
        }

        var at = HomeOf(bidder);
        while (_bidderIndex[at] is > 0 and var number)
        {
            if (_bidders[number - 1] == bidder)
            {
                return number;
            }

            at = (at + 1) & (_bidderIndex.Length - 1);
        }

        return 0;
    }

    private void PlaceBidder(int number)
    {
        var at = HomeOf(_bidders[number - 1]);
        while (_bidderIndex[at] != 0)
        {
            at = (at + 1) & (_bidderIndex.Length - 1);
        }

        _bidderIndex[at] = number;
    }

    // Fibonacci hashing (Knuth, TAOCP 6.4): a pseudonym need not be evenly spread.
    private int HomeOf(PersonId bidder)
    {
        var folded = (ulong)bidder.Value ^ (ulong)(bidder.Value >> 64);
        return (int)((folded * 0x9E37_79B9_7F4A_7C15) >> 32) & (_bidderIndex.Length - 1);
    }

    private int Home(BidKey key) => (int)(uint)key.Value & (_index.Length - 1);

    private void Append(RememberedBid bid)
    {
        var chunk = Count / ChunkSize;
        if (chunk == _chunks.Count)
        {
            // The first chunk starts small: most auctions have few bids, and an idle one must stay small.
            _chunks.Add(new RememberedBid[chunk == 0 ? 4 : ChunkSize]);
        }

        var place = Count % ChunkSize;
        if (place == _chunks[chunk].Length)
        {
            var larger = new RememberedBid[Math.Min(ChunkSize, place * 2)];
            _chunks[chunk].CopyTo(larger, 0);
            _chunks[chunk] = larger;
        }

        _chunks[chunk][place] = bid;
        Count++;
    }

    private void Grow()
    {
        _index = new int[Math.Max(8, _index.Length * 2)];
        for (var position = 0; position < Count; position++)
        {
            var slot = Home(this[position].Key);
            while (_index[slot] != 0)
            {
                slot = (slot + 1) & (_index.Length - 1);
            }

            _index[slot] = position + 1;
        }
    }
}
