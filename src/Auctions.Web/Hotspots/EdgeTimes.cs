using Auctions.Core;
using Auctions.Engine.Heat;

namespace Auctions.Web.Hotspots;

/// <summary>The times of bids on the auctions with the most. Not for several threads at a time.</summary>
/// <param name="places">How many auctions it keeps.</param>
internal sealed class EdgeTimes(int places)
{
    private readonly HeatSketch _sketch = new(places);
    private readonly EdgeTally?[] _tallies = new EdgeTally?[places];

    /// <summary>Edge times of all bids, whether or not their auction is kept.</summary>
    public DurationHistogram Edge { get; } = new();

    /// <summary>The same of calls.</summary>
    public DurationHistogram Call { get; } = new();

    /// <summary>Bids whose times were lost as their auction made room for another.</summary>
    public long Lost { get; private set; }

    public void Record(AuctionId auction, long edge, long? call)
    {
        Edge.Add(edge);
        if (call is { } time)
        {
            Call.Add(time);
        }

        var place = _sketch.Add(auction, 1, out var isNew);
        var tally = _tallies[place] ??= new EdgeTally();
        if (isNew)
        {
            Lost += tally.Edge.Count;
            tally.Clear();
        }

        tally.Record(edge, call);
    }

    /// <summary>The auctions that are kept.</summary>
    public IEnumerable<(AuctionId Id, long Count, EdgeTally Tally)> Auctions() =>
        _sketch.Heaviest().Select(one => (one.Id, one.Count, _tallies[one.Place]!));

    public void Clear()
    {
        for (var place = 0; place < _sketch.Size; place++)
        {
            _tallies[place]!.Clear();
        }

        _sketch.Clear();
        Edge.Clear();
        Call.Clear();
        Lost = 0;
    }
}
