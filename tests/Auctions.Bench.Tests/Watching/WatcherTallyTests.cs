using System.Diagnostics;
using System.Text;
using Auctions.Bench.Watching;
using Auctions.Measuring;

namespace Auctions.Bench.Tests.Watching;

/// <summary>What a watcher was shown is counted, and what all of them were.</summary>
public sealed class WatcherTallyTests
{
    private const string Sold = "{\"status\":\"sold\",\"price\":70,\"sequence\":9}";

    private static readonly FinalView Truth = new(9, "sold", 70);

    [Fact]
    public void A_sequence_that_falls_and_views_that_follow_too_soon_are_counted()
    {
        var tally = Shown((1, 0), (3, 250), (2, 500), (4, 600), (5, 1_100));

        Assert.Equal((1, 1, 5), (tally.Falls, tally.ShortGaps, tally.Sequence));
        Assert.Equal(100, tally.ShortestGap!.Value.TotalMilliseconds, 0.001);
    }

    [Fact]
    public void After_a_pause_stale_views_are_counted_and_say_nothing_about_gaps()
    {
        var tally = Shown((1, 0), (2, 250));
        tally.Resume(newest: 40, At(5_000));

        Show(tally, (10, 5_000), (20, 5_001), (40, 5_002), (41, 5_010), (42, 5_260));

        Assert.Equal((2, 0, true), (tally.StaleViews, tally.ShortGaps, tally.IsSlow));
        Assert.Equal(2, tally.CaughtUpAfter!.Value.TotalMilliseconds, 0.001);
    }

    [Fact]
    public void Waits_are_counted_and_the_last_one_holds()
    {
        var tally = new WatcherTally();

        tally.Note(Retry(700), At(0));
        tally.Note(Retry(1_900), At(5));

        Assert.Equal((2, TimeSpan.FromMilliseconds(1_900)), (tally.Retries, tally.Retry));
    }

    [Theory]
    [InlineData("{\"status\":\"open\",\"price\":70,\"sequence\":9}", false)]
    [InlineData("{\"status\":\"closing\",\"price\":70,\"sequence\":9}", false)]
    [InlineData("{\"title\":\"\\\"status\\\":\\\"sold\\\"\",\"status\":\"closing\",\"price\":1,\"sequence\":9}", false)]
    [InlineData(Sold, true)]
    public void Only_an_ending_is_final(string view, bool isFinal) =>
        Assert.Equal(isFinal ? Truth : null, FinalView.Of(Encoding.ASCII.GetBytes(view)));

    [Fact]
    public void A_title_that_looks_like_an_open_auction_does_not_hide_the_end()
    {
        var view = "{\"title\":\"\\u0022status\\u0022:\\u0022open\\u0022\",\"status\":\"unsold\",\"price\":null," +
            "\"sequence\":4}";

        Assert.Equal(new FinalView(4, "unsold", null), FinalView.Of(Encoding.ASCII.GetBytes(view)));
    }

    [Fact]
    public void All_is_well_where_everybody_was_shown_the_hammer_price()
    {
        var report = CrowdReport.Of([Ended(Sold), Ended(Sold)], [], At(0));

        Assert.Empty(report.ProblemsBy(Truth));
        Assert.Equal(new ShownFinal(Truth, 2), Assert.Single(report.Finals));
        Assert.Equal(2, report.UntilFinal.Count);
        Assert.Equal(500_000, report.UntilFinal.MaxMicroseconds, 1.0);
    }

    [Fact]
    public void Who_was_not_shown_the_end_or_a_wrong_one_or_fell_back_is_told()
    {
        WatcherTally[] watchers =
            [Ended(Sold), Shown((1, 0)), Ended(Sold.Replace("70", "60")), Shown((2, 0), (1, 250), (9, 500))];
        watchers[3].Note(View(9, Sold), At(750));

        var problems = CrowdReport.Of(watchers, [], At(0)).ProblemsBy(Truth).ToArray();

        Assert.Equal(3, problems.Length);
        Assert.StartsWith("1 watchers were shown FinalView { Sequence = 9, Status = sold, Price = 60 }", problems[0]);
        Assert.StartsWith("1 of 4 watchers were not shown the end", problems[1]);
        Assert.StartsWith("1 watchers were shown a view that is older", problems[2]);
    }

    [Fact]
    public void A_bid_is_seen_with_the_first_view_that_has_it_or_one_after_it()
    {
        var seen = Delays.UntilSeen(
            [Shown((1, 0), (4, 300), (6, 600)), Shown((5, 400))],
            [(6, At(590)), (2, At(100)), (4, At(299)), (5, At(500)), (7, At(600))]);

        // 200, 1, 100 and 10 ms by the first; 300, 101 and, before its bidder, 0 by the second.
        Assert.Equal((7, 300_000), (seen.Count, seen.MaxMicroseconds));
        Assert.InRange(seen.P50Microseconds, 100_000, 100_100);
    }

    [Fact]
    public void Slow_watchers_do_not_count_for_how_soon_a_bid_is_seen()
    {
        var slow = Shown((1, 0));
        slow.Resume(newest: 2, At(10_000));
        Show(slow, (2, 10_001));

        var report = CrowdReport.Of([slow, Shown((2, 20))], [(2, At(0))], At(0));

        Assert.Equal((1, 20_000), (report.UntilSeen.Count, report.UntilSeen.MaxMicroseconds));
        Assert.Equal((1, 0), (report.Slow!.Watchers, report.Slow.StaleMost));
    }

    [Fact]
    public void Returns_are_spread_by_when_each_was_left_and_its_wait()
    {
        WatcherTally Left(long at, params int[] waits)
        {
            var tally = new WatcherTally { EndedAt = At(at) };
            foreach (var wait in waits)
            {
                tally.Note(Retry(wait), At(0));
            }

            return tally;
        }

        var spread = ReturnSpread.Of([Left(1_000, 500), Left(1_020, 9_000, 510), Left(1_000, 9_000, 700), new()])!;

        Assert.Equal((3, 2, 2), (spread.Watchers, spread.ToldAtTheEnd, spread.MostInSlot));
        Assert.Equal((500, 700), (spread.WaitMillisecondsLeast, spread.WaitMillisecondsMost));
        Assert.Equal((500, 700), (spread.MillisecondsFirst, spread.MillisecondsLast));
        Assert.Null(ReturnSpread.Of([new()]));
    }

    private static WatcherTally Ended(string view)
    {
        var tally = new WatcherTally();
        tally.Note(View(9, view), At(500));
        return tally;
    }

    private static WatcherTally Shown(params (long Sequence, long Milliseconds)[] views)
    {
        var tally = new WatcherTally();
        Show(tally, views);
        return tally;
    }

    private static void Show(WatcherTally tally, params (long Sequence, long Milliseconds)[] views)
    {
        foreach (var (sequence, milliseconds) in views)
        {
            tally.Note(View(sequence, "{\"status\":\"open\"}"), At(milliseconds));
        }
    }

    private static FeedEvent View(long sequence, string data) => new()
    {
        Id = sequence,
        Retry = null,
        Name = "view"u8,
        Data = Encoding.ASCII.GetBytes(data),
    };

    private static FeedEvent Retry(int milliseconds) => new()
    {
        Id = 0,
        Retry = TimeSpan.FromMilliseconds(milliseconds),
        Name = default,
        Data = default,
    };

    private static long At(long milliseconds) =>
        Stopwatch.Frequency + Timestamps.Of(TimeSpan.FromMilliseconds(milliseconds));
}
