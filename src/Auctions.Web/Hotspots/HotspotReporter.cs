using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Web.Hotspots;

/// <summary>Makes a report of frames. It looks nothing up and knows no clock.</summary>
internal static class HotspotReporter
{
    /// <summary>Hottest auctions of a report.</summary>
    public const int Listed = 40;

    private const int StatementsListed = 20;
    private const int MarksListed = 100;

    /// <summary>How many seconds of frames a report of a window is made of, and the ones before it.</summary>
    public static int SecondsFor(int window) => Math.Max(2 * window, 2 * ClosingForecast.SlopeSeconds);

    /// <param name="range">Frames until the end of the window, and as many before it as there are.</param>
    /// <param name="end">End of the window, in Unix seconds.</param>
    /// <param name="window">Its length.</param>
    /// <param name="isLive">Whether it is about now.</param>
    public static HotspotReport Report(HeatRange range, long end, int window, bool isLive)
    {
        var from = end - window;
        var frames = range.Frames.Where(frame => frame.Start >= from && frame.End <= end).ToList();
        var sum = HeatMerge.Merge(frames, from, window);
        var before = HeatMerge.Merge(
            [.. range.Frames.Where(frame => frame.Start >= from - window && frame.End <= from)], from - window, window);
        var minute = range.Frames
            .Where(frame => frame.Start >= end - ShardBalance.Seconds && frame.End <= end).ToList();
        var balance = ShardBalance.Of(minute, end);
        var known = frames.DistinctBy(frame => frame.Start).Sum(frame => frame.Seconds);
        var rate = new Rate(known);
        var (reporting, silent) = isLive ? (range.Reporting, range.Silent) : ProcessesOf(frames, end);
        return new HotspotReport
        {
            AsOf = end,
            Now = range.Now,
            Window = window,
            IsLive = isLive,
            Problem = Problem(range, known, window),
            Reporting = reporting,
            Silent = silent,
            Timed = sum.Parts.Decide.Count,
            Dropped = sum.Processes.Sum(process => process.Dropped),
            BidsPerSecond = rate.Of(sum.Bids),
            RefusalsPerSecond = rate.Of(sum.Refusals),
            TurnedAwayPerSecond = rate.Of(sum.TurnedAway),
            RepeatsPerSecond = rate.Of(sum.Repeats),
            Auctions = sum.Auctions,
            Watchers = WatchersOf(sum),
            Parts = PartFigures.Of(sum.Parts),
            Bound = Math.Max(
                sum.Bound, sum.Top.Skip(Listed).Select(heat => heat.Turns + heat.Error).DefaultIfEmpty().Max()),
            Top = TopOf(sum, before, rate),
            Shards = ShardsOf(sum, rate),
            Imbalance = balance.Imbalance,
            IsImbalanced = balance.IsImbalanced,
            Processes =
            [
                .. sum.Processes.Select(process => new HotProcess(
                    process.Name, process.Kind, process.Version, process.StartedAt, process.Auctions, process.Watchers,
                    process.Dropped, process.Seconds)),
            ],
            SlowStatements =
            [
                .. sum.SlowStatements.OrderByDescending(one => one.Milliseconds).Take(StatementsListed)
                    .Select(one => new HotStatement(one.At, one.Database, one.Statement, one.Milliseconds, one.Failed)),
            ],
            Marks = MarksOf(range.Marks.Where(mark => mark.At >= from * 1_000 && mark.At <= end * 1_000)),
            Bands = frames.Count > 0 ? frames[^1].TurnsByBand : [],
        };
    }

    /// <summary>The newest marks, the earliest first.</summary>
    public static IReadOnlyList<HotMark> MarksOf(IEnumerable<HeatMark> marks) =>
    [
        .. marks.TakeLast(MarksListed).Select(mark => new HotMark(
            mark.At,
            mark.Kind.ToString().ToLowerInvariant(),
            mark.Text,
            mark.Auction is { } auction ? new AuctionId(auction).ToString() : null)),
    ];

    /// <summary>Live feeds at the end, in all processes.</summary>
    public static int WatchersOf(HeatFrame frame) => frame.Processes.Sum(process => process.Watchers);

    private static List<HotAuction> TopOf(HeatFrame sum, HeatFrame before, Rate rate)
    {
        var earlier = before.Top.ToDictionary(heat => heat.Auction);
        return
        [
            .. sum.Top.Where(heat => heat.Turns > 0).Take(Listed).Select(heat => new HotAuction
            {
                Id = new AuctionId(heat.Auction).ToString(),
                Slot = heat.Slot,
                Shard = heat.Shard,
                Process = heat.Process,
                BidsPerSecond = rate.Of(heat.Bids),
                RefusalsPerSecond = rate.Of(heat.Refusals),
                TurnedAwayPerSecond = rate.Of(heat.TurnedAway),
                RepeatsPerSecond = rate.Of(heat.Repeats),
                ErrorPerSecond = rate.Of(heat.Error),
                QueueDepth = heat.QueueDepth,
                FlushLag = heat.FlushLagMicroseconds / 1_000.0,
                Watchers = heat.Watchers,
                Parts = PartFigures.Of(heat.Parts),
                Grew = earlier.TryGetValue(heat.Auction, out var then)
                    ? PartFigures.Grown(heat.Parts, then.Parts)
                    : null,
                IsClosed = heat.IsClosed,
            }),
        ];
    }

    private static List<HotShard> ShardsOf(HeatFrame sum, Rate rate)
    {
        var bids = sum.Shards.Sum(shard => shard.Bids);
        return
        [
            .. sum.Shards.Select(shard => new HotShard
            {
                Shard = shard.Shard,
                BidsPerSecond = rate.Of(shard.Bids),
                Share = bids == 0 ? 0 : Math.Round(shard.Bids / (double)bids, 4),
                WritesPerSecond = rate.Of(shard.Writes),
                FailedWrites = shard.FailedWrites,
                WriteTime = PartFigures.Quantile(shard.WriteTime, 0.99),
                FlushLag = PartFigures.Quantile(shard.FlushLag, 0.99),
                IsWell = shard.IsWell,
            }),
        ];
    }

    // Of a moment that is over, the frames themselves tell who reported; whose last one came early fell silent.
    private static (List<string> Reporting, List<string> Silent) ProcessesOf(List<HeatFrame> frames, long end)
    {
        const int SilentAfter = 3;
        var all = frames.SelectMany(frame => frame.Processes.Select(process => (process, frame.End))).ToList();
        var stopped = all.Where(one => one.process.IsLast).Select(one => one.process.Name).ToHashSet();
        var ends = all.GroupBy(one => one.process.Name, one => one.End)
            .Where(process => !stopped.Contains(process.Key))
            .ToDictionary(process => process.Key, process => process.Max());
        var last = Math.Min(end, frames.Select(frame => frame.End).DefaultIfEmpty(end).Max());
        return (
            [.. ends.Where(process => process.Value > last - SilentAfter).Select(process => process.Key).Order()],
            [.. ends.Where(process => process.Value <= last - SilentAfter).Select(process => process.Key).Order()]);
    }

    private static string? Problem(HeatRange range, int known, int window)
    {
        var gap = known == 0 ? "Nothing is known of this time."
            : known < window ? $"Only {known} of {window} seconds are known; rates are of those."
            : null;
        return range.Problem is null || gap is null ? range.Problem ?? gap : $"{range.Problem} {gap}";
    }

    /// <summary>Counts over the seconds that are known.</summary>
    private readonly record struct Rate(int Seconds)
    {
        public double Of(long count) => Math.Round(count / (double)Math.Max(1, Seconds), 2);
    }
}
