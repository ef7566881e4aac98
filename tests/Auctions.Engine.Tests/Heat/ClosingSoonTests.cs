using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Tests;

/// <summary>What is known of auctions that close soon, in memory or not.</summary>
public sealed class ClosingSoonTests
{
    private const long End = 1_000_000;

    private int _ids;

    [Fact]
    public void An_auction_that_nobody_has_in_memory_counts_all_the_same()
    {
        var soon = ClosingSoon.Of(Range([]), End, End, [Closing(60), Closing(-1), Closing(901)]);

        var one = Assert.Single(soon.Auctions);
        Assert.Equal((End + 60, 0, 0), (one.ClosesAt, one.Watchers, one.BidsPerSecond));
        Assert.Equal(ClosingAssumptions.Default.BidsAtAnyEnd, ClosingForecast.AtEnd(one));
        Assert.Equal(ClosingAssumptions.Default.BidsAtAnyEnd, soon.Expected(End)[5], tolerance: 0.002);
    }

    [Fact]
    public void What_closes_up_to_the_horizon_counts_and_what_closes_now_or_later_does_not()
    {
        var soon = ClosingSoon.Of(
            Range([]), End, End, [Closing(0), Closing(ClosingForecast.HorizonSeconds), Closing(901)]);

        Assert.Equal(End + ClosingForecast.HorizonSeconds, Assert.Single(soon.Auctions).ClosesAt);
    }

    [Fact]
    public void Seconds_without_a_frame_are_not_taken_for_quiet_and_two_of_one_second_are_one()
    {
        var hot = Closing(60);
        var frames = Enumerable.Range(0, 10).SelectMany(second => new[]
        {
            Frame(End - 10 + second, watchers: 0, (hot.Id, 4, 0)),
            Frame(End - 10 + second, watchers: 0, (hot.Id, 6, 0)),
        });

        var soon = ClosingSoon.Of(Range(frames), End, End, [hot]);

        Assert.Equal((10, 10), (soon.BidsPerSecond, Assert.Single(soon.Auctions).BidsPerSecond));
    }

    [Fact]
    public void Whatever_takes_a_turn_counts_as_a_bid_does()
    {
        var hot = Closing(60);
        var frame = Frame(End - 1, watchers: 0, (hot.Id, 1, 0));
        (frame.Refusals, frame.TurnedAway, frame.Repeats) = (10, 20, 30);
        (frame.Top[0].Refusals, frame.Top[0].TurnedAway, frame.Top[0].Repeats) = (1, 2, 3);

        var soon = ClosingSoon.Of(Range([frame]), End, End, [hot]);

        Assert.Equal((61, 7), (soon.BidsPerSecond, Assert.Single(soon.Auctions).BidsPerSecond));
    }

    [Fact]
    public void Bids_of_the_half_minute_and_the_one_before_it_are_told_apart()
    {
        var hot = Closing(60);
        var frames = Enumerable.Range(0, 60)
            .Select(second => Frame(End - 60 + second, watchers: 5, (hot.Id, second < 30 ? 4 : 10, 5)));

        var soon = ClosingSoon.Of(Range(frames), End, End, [hot]);

        var one = Assert.Single(soon.Auctions);
        Assert.Equal((5, 10, 4), (one.Watchers, one.BidsPerSecond, one.BidsPerSecondBefore));
        Assert.Equal(10, soon.BidsPerSecond);
    }

    [Fact]
    public void Watchers_that_no_frame_names_are_shared_by_what_closes_unnamed()
    {
        // 40 are named, with 50 to 89 watchers each; 500 others watch what is not named.
        var named = Enumerable.Range(0, 40).Select(at => (Closing(60).Id, 1, 50 + at)).ToArray();
        var range = Range([Frame(End - 1, watchers: named.Sum(one => one.Item3) + 500, named)]);

        var many = ClosingSoon.Of(range, End, End, Enumerable.Range(0, 20).Select(_ => Closing(60)));
        Assert.All(many.Auctions, one => Assert.Equal(25, one.Watchers));

        // What closes and is named has its own, and takes no part of that.
        var hottest = (new AuctionId(range.Frames[0].Top[^1].Auction), Closing(60).ClosesAt);
        var mixed = ClosingSoon.Of(range, End, End, [hottest, .. Enumerable.Range(0, 20).Select(_ => Closing(60))]);
        Assert.Equal(
            [89.0, .. Enumerable.Repeat(25.0, 20)], mixed.Auctions.Select(one => one.Watchers));

        // One alone cannot have all: it would be among the 32 most watched, of whom the least has 58.
        var single = ClosingSoon.Of(range, End, End, [Closing(60)]);
        Assert.Equal(58, Assert.Single(single.Auctions).Watchers);
    }

    [Fact]
    public void Where_all_that_are_watched_are_named_nobody_else_has_watchers() =>
        Assert.Equal(0, ClosingSoon.WatchersOfOthers(all: 100, [40, 50], others: 3));

    private (AuctionId Id, DateTimeOffset ClosesAt) Closing(int seconds) =>
        (Given.Id(++_ids), DateTimeOffset.FromUnixTimeSeconds(End + seconds));

    private static HeatRange Range(IEnumerable<HeatFrame> frames) =>
        new() { AsOf = End, Now = 1_000 * End, Seconds = 1, Frames = [.. frames] };

    private static HeatFrame Frame(long start, int watchers, params (AuctionId Id, int Bids, int Watchers)[] auctions)
    {
        var frame = new HeatFrame { Start = start, Bids = auctions.Sum(one => one.Bids) };
        frame.Processes.Add(new ProcessHeat { Name = "server-1", Kind = "server", Watchers = watchers });
        frame.Top.AddRange(auctions.Select(one => new AuctionHeat
        {
            Auction = one.Id.Value,
            Bids = one.Bids,
            Watchers = one.Watchers,
        }));
        return frame;
    }
}
