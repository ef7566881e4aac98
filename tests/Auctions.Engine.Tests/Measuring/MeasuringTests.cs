using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>Where the time of a bid and of a write goes is measured.</summary>
public sealed class MeasuringTests
{
    private static readonly string[] Parts = ["queue", "decide", "commit", "reply"];

    [Fact]
    public async Task A_bid_spends_the_time_of_its_write_in_commit_and_none_elsewhere()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        using var measured = new Measurements(house);
        var appends = Valve.On(house, JournalOperation.Append);
        var bid = house.BidAsync(id, "A", 20_00);
        var write = await appends.TakeAsync();
        house.Time.Advance(TimeSpan.FromMilliseconds(30));
        write.Answer();
        Expect.Accepted(2, await bid);
        Assert.Equal(
            [0, 0, 0.030, 0],
            Parts.Select(part => Assert.Single(measured.Of($"auction.bid.{part}.duration"))));
    }

    [Fact]
    public async Task A_refusal_that_is_told_at_once_has_no_commit()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        Expect.Accepted(2, await house.BidAsync(id, "A", 20_00));
        using var measured = new Measurements(house);
        Expect.Refused(Refusal.BelowMinimum, await house.BidAsync(id, "B", 1));
        Assert.Single(measured.Of("auction.bid.decide.duration"));
        Assert.Empty(measured.Of("auction.bid.commit.duration"));
        Assert.Empty(measured.Of("auction.bid.reply.duration"));
    }

    [Fact]
    public async Task A_write_tells_its_shard_how_many_bids_it_has_how_long_it_took_and_how_long_the_oldest_waited()
    {
        await using var house = await House.OpenAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => house.CreateAsync()));
        using var measured = new Measurements(house);
        var appends = Valve.On(house, JournalOperation.Append);
        var first = house.BidAsync(ids[0], "A", 20_00);
        var onItsWay = await appends.TakeAsync();
        var others = ids.SelectMany(id => new[] { house.BidAsync(id, "B", 90_00), house.BidAsync(id, "C", 200_00) })
            .ToArray();
        house.Time.Advance(TimeSpan.FromMilliseconds(10));
        onItsWay.Answer();
        await first;
        var shared = await appends.TakeAsync();
        house.Time.Advance(TimeSpan.FromMilliseconds(20));
        shared.Answer();
        Assert.All(await Task.WhenAll(others), answer => Expect.Accepted(answer));
        Assert.Equal([1, 20], measured.Of("auction.flush.batch.bids"));
        Assert.Equal([0.010, 0.020], measured.Of("auction.flush.duration"));
        Assert.Equal([0.010, 0.030], measured.Of("auction.flush.lag"));
        Assert.Equal([0, 0], measured.TagsOf("auction.flush.duration", "shard"));
    }

    [Fact]
    public async Task A_write_that_fails_says_why_and_counts_no_bids()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        using var measured = new Measurements(house);
        var appends = Valve.On(house, JournalOperation.Append);
        var bid = house.BidAsync(id, "A", 20_00);
        (await appends.TakeAsync()).Fail(JournalFault.Unavailable);
        Expect.Unavailable(Unavailability.ShardUnavailable, await bid);
        Assert.Equal(["Unavailable"], measured.TagsOf("auction.flush.duration", "error.type"));
        Assert.Empty(measured.Of("auction.flush.batch.bids"));
    }
}
