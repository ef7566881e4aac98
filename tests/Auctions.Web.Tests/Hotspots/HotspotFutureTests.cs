using Auctions.Web.Hotspots;
using Auctions.Web.Tests.Support;

namespace Auctions.Web.Tests.Hotspots;

/// <summary>What gets hot next.</summary>
public sealed class HotspotFutureTests
{
    private static readonly long End = Views.Start.ToUnixTimeSeconds();

    [Fact]
    public void What_closes_soon_is_listed_the_hottest_first()
    {
        var frames = Enumerable.Range(0, 60).Select(place => Frames.Of(End - 60 + place, bids: 2, watchers: 400));
        var report = Of([Closing(2, 60), Closing(1, 300), Closing(3, 5_000)], [.. frames]);

        Assert.Equal([Frames.Id(1).ToString(), Frames.Id(2).ToString()], report.Future.Select(next => next.Id));
        Assert.Equal(
            ("Chair", End + 300, 400, 2, 20),
            (report.Future[0].Title, report.Future[0].ClosesAt, report.Future[0].Watchers,
                report.Future[0].BidsPerSecond, report.Future[0].Expected));
        Assert.Equal(90, report.Expected.Count);
        Assert.Equal(29, Array.IndexOf([.. report.Expected], report.Expected.Max()));
    }

    [Fact]
    public void A_slope_is_of_the_half_minute_against_the_one_before()
    {
        var frames = Enumerable.Range(0, 60).Select(place => Frames.Of(End - 60 + place, bids: place < 30 ? 4 : 10));

        var next = Assert.Single(Of([Closing(1, 100)], [.. frames]).Future);

        Assert.Equal(10, next.BidsPerSecond);
        Assert.Equal(Math.Round(10 * 10.5 / 4.5, 2), next.Expected);
    }

    private static Core.AuctionView Closing(int number, int seconds) => Views.Of(1) with
    {
        Id = Frames.Id(number),
        ClosesAt = Views.Start.AddSeconds(seconds),
    };

    private static HotspotReport Of(Core.AuctionView[] open, Engine.Heat.HeatFrame[] frames)
    {
        var range = Frames.Range(frames, End);
        return HotspotFuture.AddTo(HotspotReporter.Report(range, End, 10, isLive: true), range, open);
    }
}
