using System.Diagnostics.Metrics;
using Auctions.Engine.Heat;

namespace Auctions.Engine;

/// <summary>What one engine measures: the parts of a bid's way, its writes, its auctions.</summary>
internal sealed class EngineMeter : IDisposable
{
    private static readonly InstrumentAdvice<int> Counts = new()
    {
        HistogramBucketBoundaries = [0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000],
    };

    private readonly Meter _meter;

    /// <param name="scope">The engine, so that two in one process can be told apart.</param>
    public EngineMeter(object scope)
    {
        _meter = new Meter(Instruments.Name, version: null, tags: null, scope);
        Active = _meter.CreateUpDownCounter<int>("auction.active", "{auction}", "Auctions in memory.");
        CloseLateness = _meter.CreateDuration(
            "auction.close.lateness", "From the end in force plus the drain until the closing was durable.");
        BidQueue = _meter.CreateDuration(
            "auction.bid.queue.duration", "From a bid's hand-over to the engine until its turn began.");
        BidDecide = _meter.CreateDuration("auction.bid.decide.duration", "A bid's turn.");
        BidCommit = _meter.CreateDuration(
            "auction.bid.commit.duration",
            "From the end of a bid's turn until its answer was durable; none for what is told at once.");
        BidReply = _meter.CreateDuration(
            "auction.bid.reply.duration", "From then until whoever waits for the answer goes on with it.");
        FlushDuration = _meter.CreateDuration("auction.flush.duration", "One write of a shard's writer.");
        FlushBids = _meter.CreateHistogram(
            "auction.flush.batch.bids", "{bid}", "Bids of one durable write.", tags: null, Counts);
        FlushLag = _meter.CreateDuration(
            "auction.flush.lag", "From the oldest decision of a write until the write was durable.");
    }

    /// <summary>Counts and times by auction, which no instrument can.</summary>
    public HeatRecorder Heat { get; } = new();

    /// <summary>Auctions in memory.</summary>
    public UpDownCounter<int> Active { get; }

    /// <summary>From the end in force plus the drain until the closing was durable.</summary>
    public Histogram<double> CloseLateness { get; }

    /// <summary>From a bid's hand-over to the engine until its turn began.</summary>
    public Histogram<double> BidQueue { get; }

    /// <summary>A bid's turn.</summary>
    public Histogram<double> BidDecide { get; }

    /// <summary>From the end of a bid's turn until its answer was durable; none for what is told at once.</summary>
    public Histogram<double> BidCommit { get; }

    /// <summary>From then until whoever waits for the answer goes on with it.</summary>
    public Histogram<double> BidReply { get; }

    /// <summary>One write of a shard's writer.</summary>
    public Histogram<double> FlushDuration { get; }

    /// <summary>Bids of one durable write.</summary>
    public Histogram<int> FlushBids { get; }

    /// <summary>From the oldest decision of a write until the write was durable.</summary>
    public Histogram<double> FlushLag { get; }

    /// <summary>Whether anybody listens to the parts of a bid's way.</summary>
    public bool MeasuresBids => BidQueue.Enabled || BidDecide.Enabled || BidCommit.Enabled || BidReply.Enabled;

    /// <summary>Whether anybody listens to writes.</summary>
    public bool MeasuresWrites => FlushDuration.Enabled || FlushBids.Enabled || FlushLag.Enabled;

    public void Dispose() => _meter.Dispose();
}
