using Auctions.Engine.Heat;
using Auctions.Web.Hotspots;

namespace Auctions.Web.Tests.Hotspots;

/// <summary>What is told of frames.</summary>
public sealed class HotspotReporterTests
{
    private const long End = 1_772_366_400;

    [Fact]
    public void Rates_are_over_the_window()
    {
        var report = Report(window: 10, Seconds(10).Select(start => Frames.Of(start, bids: 30)));

        Assert.Equal((End, 10, true), (report.AsOf, report.Window, report.IsLive));
        Assert.Equal((30, 30), (report.BidsPerSecond, report.Top[0].BidsPerSecond));
        Assert.Equal((300, 0), (report.Timed, report.Dropped));
        Assert.Null(report.Problem);
        var hot = report.Top[0];
        Assert.Equal(
            (Frames.Id().ToString(), 0, "server-1", 3, 2.5),
            (hot.Id, hot.Shard, hot.Process, hot.QueueDepth, hot.FlushLag));
    }

    [Fact]
    public void Seconds_that_are_not_known_are_said_and_not_divided_by()
    {
        var report = Report(window: 10, Seconds(4).Select(start => Frames.Of(start, bids: 30)));

        Assert.Equal(30, report.BidsPerSecond);
        Assert.Equal("Only 4 of 10 seconds are known; rates are of those.", report.Problem);
    }

    [Fact]
    public void What_happened_before_the_window_does_not_count()
    {
        var report = Report(window: 1, Seconds(2).Select((start, place) => Frames.Of(start, place == 0 ? 500 : 7)));

        Assert.Equal(7, report.BidsPerSecond);
        Assert.Equal(7, report.Bands.Sum());
    }

    [Fact]
    public void Percentiles_are_of_all_bids_and_no_average_of_averages()
    {
        // 99 of 100 seconds are fast, but most bids are in the slow one.
        var report = Report(
            window: 100,
            Seconds(100).Select((start, place) => place == 50
                ? Frames.Of(start, bids: 900, commit: 80)
                : Frames.Of(start, bids: 1, commit: 1)));

        Assert.InRange(report.Top[0].Parts.Commit!.P50, 80, 96);
        Assert.InRange(report.Parts.Commit!.P99, 80, 96);
        Assert.Equal(999, report.Parts.Commit!.Count);
    }

    [Fact]
    public void The_part_that_grew_most_is_named()
    {
        var report = Report(window: 10, Seconds(20).Select((start, place) =>
            Frames.Of(start, bids: 30, commit: place < 10 ? 2 : 9)));

        Assert.Equal("commit", report.Top[0].Grew);
    }

    [Theory]
    [InlineData(2, 3.5, 30)]
    [InlineData(0.1, 0.4, 30)]
    [InlineData(2, 9, 1)]
    [InlineData(9, 2, 30)]
    public void What_grew_less_than_twofold_or_tells_nothing_is_not_named(double before, double now, int bids)
    {
        var report = Report(window: 10, Seconds(20).Select((start, place) =>
            Frames.Of(start, bids, commit: place < 10 ? before : now)));

        Assert.Null(report.Top[0].Grew);
    }

    [Fact]
    public void No_auction_that_is_not_listed_had_more_than_the_bound()
    {
        var frame = Frames.Empty(End - 1);
        frame.Bound = 2;
        for (var number = 1; number <= HotspotReporter.Listed + 5; number++)
        {
            frame.Top.Add(new AuctionHeat { Auction = Frames.Id(number).Value, Bids = 1_000 - number });
        }

        var report = Report(window: 1, [frame]);

        Assert.Equal(HotspotReporter.Listed, report.Top.Count);
        Assert.Equal(1_000 - HotspotReporter.Listed - 1, report.Bound);
    }

    [Fact]
    public void An_auction_that_is_only_watched_is_not_hot()
    {
        var report = Report(window: 1, [Frames.Of(End - 1, bids: 0, watchers: 9)]);

        Assert.Empty(report.Top);
        Assert.Equal(9, report.Watchers);
    }

    [Fact]
    public void A_shard_with_more_than_twice_its_share_for_a_minute_raises_the_alarm()
    {
        var report = Report(window: 10, Seconds(60).Select(start => Frames.Of(start, bids: 101, shard: 1)));

        Assert.Equal((3, true), (report.Imbalance, report.IsImbalanced));
        Assert.Equal([0, 1, 0], report.Shards.Select(shard => shard.Share));
    }

    [Theory]
    [InlineData(60, 99, 1)]
    [InlineData(40, 101, 1)]
    [InlineData(60, 101, 0)]
    public void A_shorter_or_smaller_imbalance_raises_none(int seconds, int bids, int shardOfTheFirstHalf)
    {
        var report = Report(window: 10, Seconds(seconds).Select((start, place) =>
            Frames.Of(start, bids, shard: place < 30 ? shardOfTheFirstHalf : 1)));

        Assert.False(report.IsImbalanced);
    }

    [Fact]
    public void A_moment_that_is_over_says_who_reported_then()
    {
        var frames = Seconds(10).Select((start, place) => place < 5
            ? HeatMerge.Merge([Frames.Of(start, 1), Frames.Empty(start, process: "server-2")], start, 1)
            : Frames.Of(start, 1));

        var report = HotspotReporter.Report(Frames.Range(frames, asOf: End + 100), End, 10, isLive: false);

        Assert.Equal(["server-1"], report.Reporting);
        Assert.Equal(["server-2"], report.Silent);
    }

    [Fact]
    public void Marks_of_the_window_are_told_and_no_others()
    {
        var range = Frames.Range([Frames.Of(End - 1, 1)], End);
        range.Marks.Add(new HeatMark((End - 60) * 1_000, HeatMarkKind.Start, "before"));
        range.Marks.Add(new HeatMark((End - 1) * 1_000, HeatMarkKind.Remedy, "pin", Frames.Id().Value));

        var mark = Assert.Single(HotspotReporter.Report(range, End, 10, isLive: true).Marks);

        Assert.Equal(("remedy", "pin", Frames.Id().ToString()), (mark.Kind, mark.Text, mark.Auction));
    }

    private static IEnumerable<long> Seconds(int count) =>
        Enumerable.Range(0, count).Select(place => End - count + place);

    private static HotspotReport Report(int window, IEnumerable<HeatFrame> frames) =>
        HotspotReporter.Report(Frames.Range(frames, End), End, window, isLive: true);
}
