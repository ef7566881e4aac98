using Auctions.Core;
using Auctions.Engine;
using Auctions.Simulation.Clockwork;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;
using Auctions.Testing;

namespace Auctions.Simulation.Cluster;

/// <summary>All processes and shards of a scenario, and what happens to them.</summary>
internal sealed class Fleet
{
    private readonly World _world;
    private readonly Setting _setting;
    private readonly Placement _placement;
    private readonly Weather _weather;
    private readonly Node[] _nodes;
    private readonly Strand _fate;

    public Fleet(World world, Scenario scenario, List<string> mischief)
    {
        _world = world;
        _setting = scenario.Setting;
        _fate = world.NewStrand("fate");
        _placement = new Placement(world, _setting.Nodes, _setting.ViewLagTicks);
        _weather = new Weather(world, _setting.HealAt);
        Ledger = new Ledger(world, mischief);
        var network = world.NewStrand("network");
        Store = new MemoryJournal(new AuctionClock(new StrandTime(network, Draw.Start)), _setting.Shards)
        {
            Watcher = Ledger,
        };
        _nodes = new Node[_setting.Nodes];
        for (var node = 0; node < _nodes.Length; node++)
        {
            _nodes[node] = new Node(world, network, _weather, _setting, Store, _placement, mischief, node);
        }

        foreach (var mishap in scenario.Mishaps)
        {
            Schedule(mishap.At, () => Befall(mishap));
        }

        Schedule(_setting.HealAt, Heal);
    }

    public MemoryJournal Store { get; }

    public Ledger Ledger { get; }

    public int Size => _nodes.Length;

    public Node this[int node] => _nodes[node];

    /// <summary>The process that runs an auction, in the eyes of another process.</summary>
    public Node OwnerOf(AuctionId id, int seenBy) => _nodes[_placement.OwnerOf(id, seenBy)];

    private void Schedule(long at, Action happen) =>
        _world.At(at, _fate, static happen => ((Action)happen!)(), happen);

    private void Befall(Mishap mishap)
    {
        var node = _nodes[mishap.Node];
        switch (mishap.Kind)
        {
            case MishapKind.Crash when !node.Strand.IsDead:
                node.Crash();
                Leave(node);
                Schedule(Restart(mishap), () => StartAgain(node));
                break;
            case MishapKind.Stop when !node.Strand.IsDead && !node.IsStopping:
                _placement.Set(node.Number, isAlive: false);
                node.Stop(() => Schedule(Restart(mishap), () => StartAgain(node)));
                break;
            case MishapKind.Pause when !node.Strand.IsDead && !node.Strand.IsPaused:
                Pause(node, mishap);
                break;
            case MishapKind.ClockJump:
                node.Skew += mishap.Ticks;
                break;
            case MishapKind.ShardDown:
                _weather.BringDown(mishap.Shard, mishap.Ticks);
                break;
            case MishapKind.ShardFrozen:
                _weather.Freeze(mishap.Shard, mishap.Ticks);
                break;
            case MishapKind.CutOff:
                _weather.CutOff(mishap.Node, mishap.Shard, mishap.Ticks);
                break;
        }

        _world.Trace?.Add(_world.Now, "fate", Telling.Of(mishap));
    }

    private long Restart(Mishap mishap) => Math.Min(_world.Now + mishap.Ticks, Math.Max(_world.Now, _setting.HealAt));

    private void Pause(Node node, Mishap mishap)
    {
        var strand = node.Strand;
        strand.Pause();
        Leave(node);
        Schedule(
            Math.Min(_world.Now + mishap.Ticks, _setting.HealAt),
            () => Resume(node, strand));
    }

    private void Resume(Node node, Strand strand)
    {
        if (strand.IsPaused)
        {
            _world.Trace?.Add(_world.Now, strand.Name, "goes on");
            strand.Resume();
            if (!strand.IsDead && !node.IsStopping)
            {
                _placement.Set(node.Number, isAlive: true);
            }
        }
    }

    // The others notice only after a while.
    private void Leave(Node node)
    {
        var strand = node.Strand;
        Schedule(_world.Now + _setting.DetectionTicks, () =>
        {
            if (node.Strand == strand && (strand.IsDead || strand.IsPaused))
            {
                _placement.Set(node.Number, isAlive: false);
            }
        });
    }

    private void StartAgain(Node node)
    {
        if (node.Strand.IsDead)
        {
            node.Start();
            _placement.Set(node.Number, isAlive: true);
        }
    }

    private void Heal()
    {
        _world.Trace?.Add(_world.Now, "fate", "everything heals");
        foreach (var node in _nodes)
        {
            Resume(node, node.Strand);
            node.Skew = 0;
            StartAgain(node);
        }
    }
}
