using Auctions.Core;

namespace Auctions.Engine.Heat;

/// <summary>One process's frame in the making: its parts add what they know.</summary>
public sealed class HeatFrameBuilder
{
    private readonly HeatFrame _frame;
    private readonly Dictionary<Guid, AuctionHeat> _auctions = [];

    /// <param name="start">Unix second by the shards' clock.</param>
    /// <param name="process">Whose frame it is.</param>
    public HeatFrameBuilder(long start, ProcessHeat process)
    {
        Process = process;
        _frame = new HeatFrame { Start = start, Processes = { process } };
    }

    public ProcessHeat Process { get; }

    /// <summary>Totals and what no auction has.</summary>
    public HeatFrame Frame => _frame;

    /// <summary>The part of an auction; made if there is none.</summary>
    public AuctionHeat Of(AuctionId id)
    {
        if (!_auctions.TryGetValue(id.Value, out var heat))
        {
            heat = new AuctionHeat { Auction = id.Value, Slot = Slot.Of(id) };
            _auctions.Add(id.Value, heat);
        }

        return heat;
    }

    /// <summary>The part of a shard; made if there is none.</summary>
    public ShardHeat OfShard(int shard)
    {
        var heat = _frame.Shards.Find(one => one.Shard == shard);
        if (heat is null)
        {
            heat = new ShardHeat { Shard = shard };
            _frame.Shards.Add(heat);
        }

        return heat;
    }

    /// <summary>The finished frame.</summary>
    public HeatFrame Build()
    {
        // A front end knows of no turns: its hottest are those whose bids went through it.
        var hottest = _auctions.Values
            .OrderByDescending(heat => heat.Turns)
            .ThenByDescending(heat => heat.Parts.Edge.Count)
            .ThenByDescending(heat => heat.Watchers)
            .ToList();
        var room = HeatFrame.TopMax - HeatFrame.MostWatched;
        _frame.Top.AddRange(hottest.Take(room));
        var others = hottest.Skip(room).OrderByDescending(heat => heat.Watchers).ToList();
        _frame.Top.AddRange(others.Take(HeatFrame.MostWatched));
        _frame.Bound = Math.Max(
            _frame.Bound, others.Skip(HeatFrame.MostWatched).Select(heat => heat.Turns).DefaultIfEmpty().Max());
        HeatMerge.Sort(_frame);
        return _frame;
    }
}
