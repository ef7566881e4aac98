using Auctions.Bench.Scaling;

namespace Auctions.Bench.Tests.Scaling;

/// <summary>When an auction of a made-up evening has its bids.</summary>
public sealed class LotTests
{
    [Fact]
    public void Bids_come_as_they_came_in_the_data()
    {
        // 25 bids in the last 5 s, 5/s, are 1; 159 in the 180 s from 2 to 5 minutes before the end are as much of it.
        Assert.Equal(1, LastMinutes.At(0));
        Assert.Equal(159 / 180.0 / 5, LastMinutes.At(200), precision: 9);
        Assert.Equal(0, LastMinutes.At(900));
        Assert.Equal(0, LastMinutes.At(-1));
    }

    [Fact]
    public void Who_comes_late_at_twice_the_pace_comes_at_half_the_time()
    {
        var lot = new Lot { ClosesAt = 1_000, BidsAtEnd = 10, WatchersAtEnd = 100, Pace = 0.5 };

        Assert.Equal(10 * LastMinutes.At(200), lot.BidsAt(900), precision: 9);
        Assert.Equal((50, 0), (lot.WatchersAt(760), lot.WatchersAt(1_000)));
    }

    [Fact]
    public void An_extension_is_known_once_it_happened()
    {
        var lot = new Lot
        {
            ClosesAt = 1_000,
            BidsAtEnd = 10,
            WatchersAtEnd = 100,
            Extensions = [(990, 1_110), (1_080, 1_200)],
        };

        Assert.Equal((1_000, 1_110, 1_200), (lot.KnownEnd(989), lot.KnownEnd(990), lot.KnownEnd(1_100)));
        Assert.Equal(1_200, lot.EndsAt);
        Assert.Equal(8.1, lot.BidsAt(1_199), precision: 9);
        Assert.Equal(0, lot.BidsAt(1_200));
    }
}
