using Auctions.Core;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests;

/// <summary>What a process remembers of the bids placed through it.</summary>
public sealed class RecentBidsTests
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly AuctionId _lot = Given.Id(1);

    [Fact]
    public void The_last_bid_of_each_bidder_on_each_auction_is_remembered()
    {
        var bids = new RecentBids(_time, Kept);
        var other = Given.Id(2);
        bids.Add(Given.Person("A"), _lot, 5);
        bids.Add(Given.Person("A"), _lot, 7);
        bids.Add(Given.Person("B"), _lot, 6);
        bids.Add(Given.Person("A"), other, 2);
        Assert.Equal(7, bids.LastOf(Given.Person("A"), _lot));
        Assert.Equal(6, bids.LastOf(Given.Person("B"), _lot));
        Assert.Equal(2, bids.LastOf(Given.Person("A"), other));
        Assert.Equal(0, bids.LastOf(Given.Person("B"), other));
    }

    [Fact]
    public void The_answer_to_an_old_key_sent_again_takes_nothing_back()
    {
        var bids = new RecentBids(_time, Kept);
        bids.Add(Given.Person("A"), _lot, 7);
        bids.Add(Given.Person("A"), _lot, 5);
        Assert.Equal(7, bids.LastOf(Given.Person("A"), _lot));
    }

    [Fact]
    public void A_bid_is_forgotten_when_its_time_is_over_and_a_later_one_is_not()
    {
        var bids = new RecentBids(_time, Kept);
        bids.Add(Given.Person("A"), _lot, 5);
        bids.Add(Given.Person("B"), _lot, 6);
        _time.Advance(Kept / 2);
        bids.Add(Given.Person("A"), _lot, 7);
        _time.Advance(Kept / 2);
        Assert.Equal(0, bids.LastOf(Given.Person("B"), _lot));
        Assert.Equal(7, bids.LastOf(Given.Person("A"), _lot));
        _time.Advance(Kept / 2);
        Assert.Equal(0, bids.LastOf(Given.Person("A"), _lot));
    }

    [Fact]
    public void Beyond_the_bound_the_oldest_are_forgotten_early()
    {
        var bids = new RecentBids(_time, Kept, bidsMax: 2);
        for (var bidder = 1; bidder <= 3; bidder++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            bids.Add(Given.Person($"{bidder}"), _lot, bidder);
        }

        Assert.Equal([0L, 2, 3], Enumerable.Range(1, 3).Select(bidder => bids.LastOf(Given.Person($"{bidder}"), _lot)));
    }

    [Fact]
    public void Where_nothing_lags_nothing_is_remembered()
    {
        var bids = new RecentBids(_time, TimeSpan.Zero);
        bids.Add(Given.Person("A"), _lot, 5);
        Assert.Equal(0, bids.LastOf(Given.Person("A"), _lot));
    }
}
