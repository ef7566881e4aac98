using Auctions.Engine.Hosting;

namespace Auctions.Engine.Heat;

/// <summary>
/// Counts and times the bids of one engine, by auction and by shard, between one frame and the next. What a bid costs:
/// a few additions under the lock of its auction; one that is timed, some timestamps. Nothing is allocated for it.
/// </summary>
internal sealed class HeatRecorder : IHeatSource
{
    /// <summary>How many bids of an auction are timed one by one in each second.</summary>
    public const int TimedFirst = 8;

    /// <summary>Of those that follow one in so many is timed, and stands for them.</summary>
    public const int TimedEvery = 32;

    // Auctions whose bids are timed in a second; histograms are the large part of a tally.
    private const int PartsMax = 4_096;
    private const int SpareMax = 16_384;

    // The hottest of these that bound what is not among them.
    private const int CandidatesMax = 2 * HeatFrame.TopMax;

    private readonly Lock _changing = new();
    private readonly Stack<HeatTally> _spare = new();
    private readonly Stack<BidTiming> _timings = new();
    private List<HeatTally> _current = [];
    private List<HeatTally> _taken = [];
    private readonly Lock _timing = new();
    private readonly List<ShardTally> _shards = [];
    private int _withParts;
    private long _dropped;
    private volatile bool _isOn;

    /// <summary>Whether somebody makes frames of it. Else nothing is recorded, or it would pile up.</summary>
    public bool IsOn => _isOn;

    /// <summary>Auctions in memory.</summary>
    public Func<int> Active { get; set; } = static () => 0;

    /// <summary>Begins to record.</summary>
    public void Start() => _isOn = true;

    /// <summary>Ends it: what was recorded since the last frame is forgotten.</summary>
    public void Stop() => _isOn = false;

    /// <summary>What a shard's writer reports to.</summary>
    public ShardTally OfShard(int shard, Func<bool> isWell)
    {
        var tally = new ShardTally(shard, isWell);
        lock (_changing)
        {
            _shards.Add(tally);
        }

        return tally;
    }

    /// <summary>An empty tally for a host, which keeps it until <see cref="AuctionHost.TakeHeat"/>.</summary>
    public HeatTally Rent(AuctionHost host)
    {
        lock (_changing)
        {
            var tally = _spare.TryPop(out var spare) ? spare : new HeatTally();
            tally.Host = host;
            _current.Add(tally);
            return tally;
        }
    }

    /// <summary>Begins to time a bid.</summary>
    public BidTiming Time(AuctionHost host, int weight)
    {
        BidTiming? timing;
        lock (_timing)
        {
            _timings.TryPop(out timing);
        }

        timing ??= new BidTiming(this);
        timing.Begin(host, weight);
        return timing;
    }

    /// <summary>The timing is free for another bid.</summary>
    public void Return(BidTiming timing)
    {
        lock (_timing)
        {
            if (_timings.Count < SpareMax)
            {
                _timings.Push(timing);
            }
        }
    }

    /// <summary>
    /// The histograms of a tally; null: too many auctions are timed already, and the bid counts as dropped.
    /// </summary>
    public BidParts? PartsOf(HeatTally tally, int weight)
    {
        if (tally.Timed > 0)
        {
            tally.Timed++;
            return tally.Parts;
        }

        if (Interlocked.Increment(ref _withParts) > PartsMax)
        {
            Interlocked.Add(ref _dropped, weight);
            return null;
        }

        tally.Timed = 1;
        return tally.Parts ??= new BidParts();
    }

    public void AddTo(HeatFrameBuilder frame)
    {
        List<HeatTally> tallies;
        lock (_changing)
        {
            tallies = _current;
            (_current, _taken) = (_taken, tallies);
        }

        foreach (var tally in tallies)
        {
            tally.Host!.TakeHeat();
        }

        AddTotals(frame, tallies);
        AddHottest(frame, tallies);
        frame.Process.Auctions += Active();
        frame.Process.Dropped += Interlocked.Exchange(ref _dropped, 0);
        Interlocked.Exchange(ref _withParts, 0);
        foreach (var shard in _shards)
        {
            shard.AddTo(frame.OfShard(shard.Shard));
        }

        lock (_changing)
        {
            foreach (var tally in tallies)
            {
                tally.Clear();
                if (_spare.Count < SpareMax)
                {
                    _spare.Push(tally);
                }
            }

            tallies.Clear();
        }
    }

    private static void AddTotals(HeatFrameBuilder frame, List<HeatTally> tallies)
    {
        var sum = frame.Frame;
        foreach (var tally in tallies)
        {
            sum.Bids += tally.Bids;
            sum.Refusals += tally.Refusals;
            sum.TurnedAway += tally.TurnedAway;
            sum.Repeats += tally.Repeats;
            sum.Auctions += tally.Turns > 0 ? 1 : 0;
            if (tally.Timed > 0)
            {
                sum.Parts.Add(tally.Parts!);
            }

            sum.TurnsByBand[HeatFrame.BandOf(tally.Host!.Id)] += tally.Turns;
        }
    }

    private static void AddHottest(HeatFrameBuilder frame, List<HeatTally> tallies)
    {
        tallies.Sort(static (one, other) => other.Turns.CompareTo(one.Turns));
        for (var rank = 0; rank < tallies.Count; rank++)
        {
            if (rank < CandidatesMax || tallies[rank].IsClosed)
            {
                Add(frame.Of(tallies[rank].Host!.Id), tallies[rank], frame.Process.Name);
            }
        }

        if (tallies.Count > CandidatesMax)
        {
            frame.Frame.Bound = Math.Max(frame.Frame.Bound, tallies[CandidatesMax].Turns);
        }
    }

    private static void Add(AuctionHeat heat, HeatTally tally, string process)
    {
        heat.Shard = tally.Host!.Shard;
        heat.Process = process;
        heat.Bids += tally.Bids;
        heat.Refusals += tally.Refusals;
        heat.TurnedAway += tally.TurnedAway;
        heat.Repeats += tally.Repeats;
        heat.QueueDepth = Math.Max(heat.QueueDepth, tally.QueueDepth);
        heat.FlushLagMicroseconds = Math.Max(heat.FlushLagMicroseconds, tally.Host.MicrosecondsOf(tally.FlushLag));
        heat.IsClosed |= tally.IsClosed;
        if (tally.Timed > 0)
        {
            heat.Parts.Add(tally.Parts!);
        }
    }
}
