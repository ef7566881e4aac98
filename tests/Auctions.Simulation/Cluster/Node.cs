using Auctions.Engine;
using Auctions.Engine.Hosting;
using Auctions.Simulation.Clockwork;
using Auctions.Simulation.Scenarios;
using Auctions.Testing;

namespace Auctions.Simulation.Cluster;

/// <summary>A process of the cluster through its lives: the real engine, on a strand of its own.</summary>
internal sealed class Node
{
    private readonly World _world;
    private readonly Setting _setting;
    private readonly MemoryJournal _store;
    private readonly Placement _placement;
    private readonly JournalLink _link;
    private readonly List<string> _mischief;
    private Chance _ids;
    private StrandTime _time = null!;
    private int _lives;
    private long _skew;

    public Node(
        World world,
        Strand network,
        Weather weather,
        Setting setting,
        MemoryJournal store,
        Placement placement,
        List<string> mischief,
        int number)
    {
        _world = world;
        _setting = setting;
        _store = store;
        _placement = placement;
        _mischief = mischief;
        _link = new JournalLink(world, network, weather, setting, number);
        _ids = new Chance(world.Seed, Drawer.Ids, number);
        Number = number;
        Start();
    }

    public int Number { get; }

    /// <summary>Where everything of this life runs.</summary>
    public Strand Strand { get; private set; } = null!;

    public LocalAuctions Auctions { get; private set; } = null!;

    public bool IsStopping { get; private set; }

    /// <summary>By how much the wall clock is ahead, in ticks.</summary>
    public long Skew
    {
        get => _skew;
        set => _time.Skew = _skew = value;
    }

    /// <summary>Begins a life.</summary>
    public void Start()
    {
        Strand = _world.NewStrand($"node {Number}.{++_lives}");
        IsStopping = false;
        _time = new StrandTime(Strand, Draw.Start) { Skew = _skew };
        var strand = Strand;
        var journal = _store.Connect();
        journal.Deliver = call => _link.Deliver(call, strand);
        Auctions = new LocalAuctions(
            journal,
            new AuctionClock(_time),
            _setting.Engine,
            new Surroundings(NewId, id => _placement.OwnerOf(id, Number) == Number),
            new EngineLog(_world, Strand.Name, _mischief));
        _world.Trace?.Add(_world.Now, Strand.Name, "starts");
        Strand.Post(static node => _ = ((Node)node!).Auctions.StartAsync(default), this);
    }

    public void Crash()
    {
        _world.Trace?.Add(_world.Now, Strand.Name, "crashes");
        Strand.Die();
    }

    /// <summary>Asks it to stop; <paramref name="stopped"/> is called when it has.</summary>
    public void Stop(Action stopped)
    {
        _world.Trace?.Add(_world.Now, Strand.Name, "is asked to stop");
        IsStopping = true;
        Strand.Post(
            async _ =>
            {
                await Auctions.StopAsync();
                _world.Trace?.Add(_world.Now, Strand.Name, "has stopped");
                Strand.Die();
                stopped();
            },
            null);
    }

    // Version 7 of UUIDs, its random part drawn from the seed.
    private Guid NewId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(
            bytes, ((ulong)now.ToUnixTimeMilliseconds() << 16) | 0x7000 | (_ids.Next() & 0xFFF));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(
            bytes[8..], 0x8000000000000000 | (_ids.Next() >> 2));
        return new Guid(bytes, bigEndian: true);
    }
}
