using System.Diagnostics;
using Auctions.Engine.Heat;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Commit;

/// <summary>Measures and traces the writes of one shard's writer.</summary>
internal sealed class WriteWatch(int shard, EngineMeter meter, ShardTally heat, TimeProvider time)
{
    // What OpenTelemetry keeps of an activity's links, unless told otherwise.
    private const int LinksMax = 128;

    private readonly KeyValuePair<string, object?> _shard = new("shard", shard);

    /// <summary>
    /// A write begins. Its activity, if any of its bids is recorded, links to theirs: it is nobody's child.
    /// </summary>
    public static Activity? Begin(List<(AuctionHost Host, Segment Segment)> batch)
    {
        if (!Instruments.Activities.HasListeners())
        {
            return null;
        }

        var links = batch.SelectMany(entry => entry.Host.TakeTraced()).Take(LinksMax)
            .Select(context => new ActivityLink(context)).ToArray();
        return links.Length == 0
            ? null
            : Instruments.Activities.StartActivity(
                "auction.flush", ActivityKind.Internal, parentContext: default, tags: null, links);
    }

    /// <summary>It ended.</summary>
    /// <param name="activity">What <see cref="Begin"/> made.</param>
    /// <param name="began">When it began, a monotonic timestamp.</param>
    /// <param name="batch">What was written.</param>
    /// <param name="failure">Why it was not, or nobody can tell; null: it is durable.</param>
    public void Ended(
        Activity? activity, long began, List<(AuctionHost Host, Segment Segment)> batch, Exception? failure)
    {
        var now = time.GetTimestamp();
        var (took, lag) = (time.GetElapsedTime(began, now), TimeSpan.Zero);
        var bids = 0;
        if (failure is not null)
        {
            heat.Failed();
        }
        else
        {
            (bids, lag) = (BidsOf(batch), time.GetElapsedTime(OldestOf(batch), now));
            heat.Wrote(bids, took, lag);
        }

        if (activity is null && !meter.MeasuresWrites)
        {
            return;
        }

        activity?.SetTag(_shard.Key, _shard.Value);
        if (failure is not null)
        {
            var kind = failure is JournalException known ? known.Fault.ToString() : failure.GetType().Name;
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            meter.FlushDuration.Record(
                took.TotalSeconds, _shard, KeyValuePair.Create("error.type", (object?)kind));
            return;
        }

        activity?.SetTag("bids", bids);
        activity?.SetTag("auctions", batch.Count);
        meter.FlushDuration.Record(took.TotalSeconds, _shard);
        meter.FlushBids.Record(bids, _shard);
        meter.FlushLag.Record(lag.TotalSeconds, _shard);
    }

    private static int BidsOf(List<(AuctionHost Host, Segment Segment)> batch)
    {
        var bids = 0;
        foreach (var (host, _) in batch)
        {
            bids += host.BidsOnTheirWay;
        }

        return bids;
    }

    private static long OldestOf(List<(AuctionHost Host, Segment Segment)> batch)
    {
        var oldest = long.MaxValue;
        foreach (var (host, _) in batch)
        {
            oldest = Math.Min(oldest, host.DecidedSince);
        }

        return oldest;
    }
}
