using System.Diagnostics;
using System.Diagnostics.Metrics;
using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Hosting;

/// <summary>
/// The way of one bid through the engine, for whoever measures or traces it.
/// </summary>
internal sealed class BidWay : BidWatch, IDisposable
{
    private readonly EngineMeter _meter;
    private readonly TimeProvider _time;
    private readonly Activity? _activity;
    private ActivityContext _write;

    /// <summary>The bid is handed over. Its activity becomes the current one.</summary>
    public BidWay(EngineMeter meter, TimeProvider time, AuctionId id)
    {
        _meter = meter;
        _time = time;
        _activity = Instruments.Activities.StartActivity("auction.bid");
        _activity?.SetTag("auction.id", id.ToString());
        Begin(time);
    }

    /// <summary>Whether anybody measures or traces bids.</summary>
    public static bool IsFollowed(EngineMeter meter) =>
        meter.MeasuresBids || Instruments.Activities.HasListeners();

    /// <summary>What a write links to; null: this bid is not recorded.</summary>
    public ActivityContext? Traced => _activity is { Recorded: true } ? _activity.Context : null;

    public override void IsDurable(long at, ActivityContext write)
    {
        base.IsDurable(at, write);
        _write = write;
    }

    /// <summary>Whoever waited has the answer; null: this host had ended, and there was no turn.</summary>
    public void Conclude(Answer? answer)
    {
        if (answer is null || Decided == 0)
        {
            return;
        }

        var now = _time.GetTimestamp();
        Part(_meter.BidQueue, "auction.queue", HandedOver, Began);
        Part(_meter.BidDecide, "auction.decide", Began, Decided);
        if (Durable != 0)
        {
            Part(_meter.BidCommit, "auction.commit", Decided, Durable, _write);
            Part(_meter.BidReply, "auction.reply", Durable, now);
        }

        _activity?.SetTag("auction.outcome", answer.Outcome());
    }

    public void Dispose() => _activity?.Dispose();

    private void Part(Histogram<double> histogram, string name, long from, long until, ActivityContext cause = default)
    {
        histogram.Record(_time.GetElapsedTime(from, until).TotalSeconds);
        if (Traced is { } parent)
        {
            ActivityLink[] links = cause == default ? [] : [new ActivityLink(cause)];
            using var part = Instruments.Activities.StartActivity(
                name, ActivityKind.Internal, parent, tags: null, links, At(from));
            part?.SetEndTime(At(until));
        }
    }

    private DateTime At(long timestamp) => _activity!.StartTimeUtc + _time.GetElapsedTime(HandedOver, timestamp);
}
