using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Web.Hotspots;

/// <summary>Makes points of frames, for charts over a longer time. It looks nothing up and knows no clock.</summary>
internal static class HotspotHistories
{
    /// <param name="range">The frames.</param>
    /// <param name="from">Start of the first step, in Unix seconds.</param>
    /// <param name="step">Length of a step: a multiple of a frame's.</param>
    /// <param name="auction">Of one auction only; null: of all.</param>
    public static HotspotHistory Of(HeatRange range, long from, int step, AuctionId? auction) => new()
    {
        From = from,
        Step = step,
        AsOf = range.AsOf,
        Now = range.Now,
        Problem = range.Problem,
        Points =
        [
            .. range.Frames
                .Where(frame => frame.Start >= from)
                .GroupBy(frame => frame.Start - ((frame.Start - from) % step))
                .OrderBy(frames => frames.Key)
                .Select(frames => Point([.. frames], frames.Key, step, auction)),
        ],
        Marks = HotspotReporter.MarksOf(
            range.Marks.Where(mark => auction is null || mark.Auction is null || mark.Auction == auction.Value.Value)),
    };

    private static HotspotPoint Point(HeatFrame[] frames, long start, int step, AuctionId? auction)
    {
        var sum = HeatMerge.Merge(frames, start, step);
        var seconds = Math.Max(1, frames.DistinctBy(frame => frame.Start).Sum(frame => frame.Seconds));
        return auction is { } id
            ? PointOf(sum.Top.Find(heat => heat.Auction == id.Value) ?? new AuctionHeat(), sum, seconds)
            : new HotspotPoint
            {
                At = start,
                BidsPerSecond = Rate(sum.Bids, seconds),
                RefusalsPerSecond = Rate(sum.Refusals, seconds),
                TurnedAwayPerSecond = Rate(sum.TurnedAway, seconds),
                QueueDepth = sum.Top.Select(heat => heat.QueueDepth).DefaultIfEmpty().Max(),
                Watchers = HotspotReporter.WatchersOf(sum),
                Parts = PartFigures.Of(sum.Parts),
                Bands = sum.TurnsByBand,
                Processes = sum.Processes.Count,
            };
    }

    private static HotspotPoint PointOf(AuctionHeat heat, HeatFrame sum, int seconds) => new()
    {
        At = sum.Start,
        BidsPerSecond = Rate(heat.Bids, seconds),
        RefusalsPerSecond = Rate(heat.Refusals, seconds),
        TurnedAwayPerSecond = Rate(heat.TurnedAway, seconds),
        QueueDepth = heat.QueueDepth,
        Watchers = heat.Watchers,
        Parts = PartFigures.Of(heat.Parts),
        Processes = sum.Processes.Count,
    };

    private static double Rate(long count, int seconds) => Math.Round(count / (double)seconds, 2);
}
