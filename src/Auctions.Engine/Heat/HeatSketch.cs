using Auctions.Core;

namespace Auctions.Engine.Heat;

/// <summary>
/// The heaviest auctions of a stream in bounded memory: the Space-Saving algorithm (Metwally, Agrawal and El Abbadi,
/// ICDT 2005), with weights. Each auction that is kept has a count that is too high by its error at most; whichever is
/// not kept has at most <see cref="Bound"/>. Adding allocates nothing. Not safe for several threads at once.
/// </summary>
public sealed class HeatSketch
{
    private readonly Dictionary<AuctionId, int> _places;
    private readonly AuctionId[] _ids;
    private readonly long[] _counts;
    private readonly long[] _errors;

    // A heap of places, the least count first, and where in it each place is.
    private readonly int[] _heap;
    private readonly int[] _inHeap;
    private int _size;

    /// <param name="capacity">How many auctions it keeps.</param>
    public HeatSketch(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _places = new Dictionary<AuctionId, int>(capacity);
        _ids = new AuctionId[capacity];
        _counts = new long[capacity];
        _errors = new long[capacity];
        _heap = new int[capacity];
        _inHeap = new int[capacity];
    }

    /// <summary>How many auctions it keeps at most.</summary>
    public int Capacity => _ids.Length;

    /// <summary>How many it keeps now.</summary>
    public int Size => _size;

    /// <summary>No auction that is not kept has more.</summary>
    public long Bound => _size < Capacity ? 0 : _counts[_heap[0]];

    /// <summary>Adds to an auction's count.</summary>
    /// <param name="id">The auction.</param>
    /// <param name="weight">How much, above 0.</param>
    /// <param name="isNew">Whether its place was free or another auction's until now.</param>
    /// <returns>Its place, from 0 to <see cref="Capacity"/> - 1, the same as long as it is kept.</returns>
    public int Add(AuctionId id, long weight, out bool isNew)
    {
        isNew = !_places.TryGetValue(id, out var place);
        if (isNew)
        {
            place = Place(id);
        }

        _counts[place] += weight;
        SiftDown(_inHeap[place]);
        return place;
    }

    /// <summary>Adds one to an auction's count.</summary>
    public void Add(AuctionId id) => Add(id, 1, out _);

    /// <summary>The count and error of an auction that is kept; null: it is not.</summary>
    public (long Count, long Error)? Find(AuctionId id) =>
        _places.TryGetValue(id, out var place) ? (_counts[place], _errors[place]) : null;

    /// <summary>All that are kept, the heaviest first.</summary>
    public IReadOnlyList<(AuctionId Id, long Count, long Error, int Place)> Heaviest()
    {
        var all = Enumerable.Range(0, _size).ToArray();
        Array.Sort(all, (one, other) => _counts[other].CompareTo(_counts[one]));
        return Array.ConvertAll(all, place => (_ids[place], _counts[place], _errors[place], place));
    }

    public void Clear()
    {
        _places.Clear();
        _size = 0;
    }

    private int Place(AuctionId id)
    {
        int place;
        if (_size < Capacity)
        {
            place = _size++;
            (_counts[place], _errors[place]) = (0, 0);
            (_heap[place], _inHeap[place]) = (place, place);
            SiftUp(place);
        }
        else
        {
            place = _heap[0];
            _places.Remove(_ids[place]);
            _errors[place] = _counts[place];
        }

        _ids[place] = id;
        _places.Add(id, place);
        return place;
    }

    private void SiftUp(int at)
    {
        while (at > 0 && _counts[_heap[at]] < _counts[_heap[(at - 1) / 2]])
        {
            Swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void SiftDown(int at)
    {
        while (true)
        {
            var least = at;
            for (var child = (2 * at) + 1; child <= (2 * at) + 2 && child < _size; child++)
            {
                least = _counts[_heap[child]] < _counts[_heap[least]] ? child : least;
            }

            if (least == at)
            {
                return;
            }

            Swap(at, least);
            at = least;
        }
    }

    private void Swap(int one, int other)
    {
        (_heap[one], _heap[other]) = (_heap[other], _heap[one]);
        (_inHeap[_heap[one]], _inHeap[_heap[other]]) = (one, other);
    }
}
