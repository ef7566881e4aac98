using Auctions.Engine.Heat;
using Auctions.Web.Hotspots;

namespace Auctions.Web.Tests.Hotspots;

/// <summary>Points for charts.</summary>
public sealed class HotspotHistoriesTests
{
    private const long From = 1_772_366_400;

    [Fact]
    public void Seconds_are_merged_to_steps()
    {
        var frames = Enumerable.Range(0, 20).Select(place => Frames.Of(From + place, bids: place < 10 ? 2 : 8));

        var history = HotspotHistories.Of(Frames.Range(frames, From + 20), From, step: 5, auction: null);

        Assert.Equal([From, From + 5, From + 10, From + 15], history.Points.Select(point => point.At));
        Assert.Equal([2, 2, 8, 8], history.Points.Select(point => point.BidsPerSecond));
        Assert.Equal([10, 10, 40, 40], history.Points.Select(point => point.Bands.Sum()));
        Assert.All(history.Points, point => Assert.Equal((1, 3), (point.Processes, point.QueueDepth)));
    }

    [Fact]
    public void A_step_of_which_less_is_known_is_no_calmer_for_it()
    {
        var history = HotspotHistories.Of(
            Frames.Range([Frames.Of(From, bids: 6)], From + 1), From, step: 5, auction: null);

        Assert.Equal(6, Assert.Single(history.Points).BidsPerSecond);
    }

    [Fact]
    public void One_auction_is_told_from_the_others()
    {
        HeatFrame[] frames =
        [
            HeatMerge.Merge([Frames.Of(From, 6, auction: 1), Frames.Of(From, 4, auction: 2)], From, 1),
            Frames.Of(From + 1, 9, auction: 1),
        ];

        var history = HotspotHistories.Of(Frames.Range(frames, From + 2), From, step: 1, Frames.Id(2));

        Assert.Equal([4, 0], history.Points.Select(point => point.BidsPerSecond));
        Assert.All(history.Points, point => Assert.Empty(point.Bands));
    }

    [Fact]
    public void Marks_of_other_auctions_are_left_out()
    {
        var range = Frames.Range([], From + 1);
        range.Marks.Add(new HeatMark(From * 1_000, HeatMarkKind.Start, "a process"));
        range.Marks.Add(new HeatMark(From * 1_000, HeatMarkKind.Closing, "mine", Frames.Id(1).Value));
        range.Marks.Add(new HeatMark(From * 1_000, HeatMarkKind.Closing, "another", Frames.Id(2).Value));

        var history = HotspotHistories.Of(range, From, step: 1, Frames.Id(1));

        Assert.Equal(["a process", "mine"], history.Marks.Select(mark => mark.Text));
    }
}
