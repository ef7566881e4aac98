using Auctions.Core;
using Auctions.Simulation.Clockwork;

namespace Auctions.Simulation.Cluster;

/// <summary>
/// Who runs which auction, as each process believes: by rendezvous among the processes it knows to be alive. What one
/// learns others learn later, so two may believe that an auction is theirs.
/// </summary>
internal sealed class Placement(World world, int nodes, long viewLag)
{
    // Which processes are alive (one bit each), from when on.
    private readonly List<(long From, uint Alive)> _known = [(0, (1u << nodes) - 1)];

    public void Set(int node, bool isAlive)
    {
        var alive = _known[^1].Alive;
        _known.Add((world.Now, isAlive ? alive | (1u << node) : alive & ~(1u << node)));
    }

    /// <summary>The process that runs an auction, in the eyes of another.</summary>
    public int OwnerOf(AuctionId id, int seenBy)
    {
        var alive = SeenBy(seenBy);
        var owner = 0;
        var highest = -1;
        for (var node = 0; node < nodes; node++)
        {
            var weight = (id.GetHashCode() * 31 + node) * 0x2545F491 >> 1 & 0x7FFFFFFF;
            if ((alive & (1u << node)) != 0 && weight > highest)
            {
                highest = weight;
                owner = node;
            }
        }

        return owner;
    }

    private uint SeenBy(int node)
    {
        var lag = nodes > 1 ? viewLag * node / (nodes - 1) : 0;
        for (var i = _known.Count - 1; i > 0; i--)
        {
            if (_known[i].From <= world.Now - lag)
            {
                return _known[i].Alive;
            }
        }

        return _known[0].Alive;
    }
}
