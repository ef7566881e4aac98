using System.Diagnostics;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Commit;

/// <summary>Measures and traces the writes of one shard's writer.</summary>
internal sealed class WriteWatch(int shard, EngineMeter meter, TimeProvider time)
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
                time.GetElapsedTime(began).TotalSeconds, _shard, KeyValuePair.Create("error.type", (object?)kind));
            return;
        }

        var now = time.GetTimestamp();
        var bids = batch.Sum(entry => entry.Host.BidsOnTheirWay);
        activity?.SetTag("bids", bids);
        activity?.SetTag("auctions", batch.Count);
        meter.FlushDuration.Record(time.GetElapsedTime(began, now).TotalSeconds, _shard);
        meter.FlushBids.Record(bids, _shard);
        meter.FlushLag.Record(
            time.GetElapsedTime(batch.Min(entry => entry.Host.DecidedSince), now).TotalSeconds, _shard);
    }
}
