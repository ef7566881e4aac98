using Auctions.Core;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>Hammers fall on time, whoever holds the auction and whether or not anybody asks for it.</summary>
[Trait("Category", "Long")]
public sealed class ScheduleTests
{
    private static readonly AuctionTerms Short = Given.Terms(length: TimeSpan.FromSeconds(10));
    private static readonly DateTimeOffset End = Given.Start.AddSeconds(10);

    // Sooner than the next sweep, and twenty steps of fake time.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task An_auction_closes_by_itself_at_its_end_and_the_drain()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Short);
        await house.BidAsync(id, "A", 20_00);
        await house.PassUntil(() => house.Journal.HeadOf(id)!.View!.IsFinal);
        var closed = Assert.IsType<AuctionClosed>(house.Events(id)[^1]);
        Assert.InRange(closed.At, End + Given.Drain, End + Given.Drain + Soon);
        Assert.Equal((Given.Person("A"), 10_00L), (closed.Buyer, closed.Price));
        Assert.Equal(AuctionStatus.Sold, (await house.ViewAsync(id)).Status);
    }

    [Fact]
    public async Task An_auction_far_from_its_end_closes_by_itself_too()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(90)));
        await house.PassUntil(() => house.Journal.HeadOf(id)!.View!.IsFinal);
        var closed = Assert.IsType<AuctionClosed>(house.Events(id)[^1]);
        Assert.InRange(closed.At, Given.Start.AddSeconds(90.5), Given.Start.AddSeconds(90.5) + Soon);
    }

    [Fact]
    public async Task A_hammer_waits_for_an_end_that_bids_moved()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(10), soft: Given.FromNow(5)));
        await house.PassAsync(TimeSpan.FromSeconds(9));
        Expect.Accepted(await house.BidAsync(id, "A", 20_00));
        await house.PassAsync(TimeSpan.FromSeconds(4));
        Expect.Accepted(await house.BidAsync(id, "B", 90_00));
        await house.PassAsync(TimeSpan.FromSeconds(5.2));
        Assert.False((await house.ViewAsync(id)).IsFinal);
        await house.PassAsync(TimeSpan.FromSeconds(0.4));
        await house.PassUntil(() => house.Journal.HeadOf(id)!.View!.IsFinal);
        Assert.Equal(Given.Start.AddSeconds(18), (await house.ViewAsync(id)).ClosesAt);
    }

    [Fact]
    public async Task A_late_bid_is_held_then_refused_and_told_once_the_closing_is_durable()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Short);
        await house.PassAsync(TimeSpan.FromSeconds(10.2));
        var late = house.BidAsync(id, "A", 20_00);
        Assert.False(late.IsCompleted);
        var appends = Valve.On(house, JournalOperation.Append);
        await house.PassUntil(() => appends.Kept.Count > 0);
        Assert.False(late.IsCompleted);
        appends.Open();
        Expect.Refused(Refusal.Closed, await late);
    }

    [Fact]
    public async Task An_in_time_bid_handed_over_before_the_hammers_turn_counts_and_extends()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(10), soft: Given.FromNow(5)));
        await house.PassAsync(TimeSpan.FromSeconds(10.4));
        var late = house.BidAsync(id, "L", 50_00);
        var inTime = house.DoAsync(id, new PlaceBid(Given.Person("A"), new BidKey(7), 20_00, End.AddSeconds(-0.05)));
        Expect.Accepted(2, await inTime);
        Expect.Accepted(3, await late);
        await house.PassAsync(TimeSpan.FromSeconds(3));
        Assert.False((await house.ViewAsync(id)).IsFinal);
    }

    [Fact]
    public async Task The_sweep_closes_auctions_that_nobody_touched_since_a_restart()
    {
        await using var first = await House.OpenAsync(shards: 3);
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => first.CreateAsync(Short)));
        await first.BidAsync(ids[7], "A", 20_00);
        await first.StopAsync();
        await using var second = await first.OpenAnotherAsync();
        await second.PassUntil(() => ids.All(id => second.Journal.HeadOf(id)!.View!.IsFinal));
        Assert.InRange(second.Now, End + Given.Drain, End + TimeSpan.FromSeconds(2));
        Assert.Equal(AuctionStatus.Sold, second.Stored(ids[7]).Status);
        Assert.All(ids.Where(id => id != ids[7]), id => Assert.Equal(AuctionStatus.Unsold, second.Stored(id).Status));
    }

    [Fact]
    public async Task The_sweep_opens_what_ends_soon_and_nothing_else()
    {
        await using var first = await House.OpenAsync();
        var soon = await first.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(100)));
        var later = await first.CreateAsync();
        await first.StopAsync();
        await using var second = await first.OpenAnotherAsync();
        await second.PassAsync(TimeSpan.FromSeconds(65));
        Assert.Equal(0, second.Auctions.ActiveCount);
        await second.PassAsync(TimeSpan.FromSeconds(8));
        await House.Until(() => second.Auctions.ActiveCount == 1);
        Assert.NotNull(second.Journal.HeadOf(soon)!.Owner);
        Assert.Null(second.Journal.HeadOf(later)!.Owner);
    }

    [Fact]
    public async Task One_sweep_opens_more_auctions_than_a_page_holds_and_all_close()
    {
        await using var first = await House.OpenAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 1_100).Select(_ => first.CreateAsync(Short)));
        await first.StopAsync();
        await using var second = await first.OpenAnotherAsync();
        await House.Until(() => second.Auctions.ActiveCount == ids.Length);
        await second.PassUntil(() => ids.All(id => second.Journal.HeadOf(id)!.View!.IsFinal));
        Assert.All(ids, id => Assert.Equal(2, second.Journal.HeadOf(id)!.LastSequence));
    }

    [Fact]
    public async Task A_hammer_whose_write_fails_falls_again()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Short);
        await house.PassAsync(TimeSpan.FromSeconds(10));
        var appends = Valve.On(house, JournalOperation.Append);
        await house.PassUntil(() => appends.Kept.Count > 0);
        (await appends.TakeAsync()).Fail(Ports.JournalFault.Unavailable);
        appends.Open();
        await house.PassUntil(() => house.Journal.HeadOf(id)!.View!.IsFinal);
    }

    [Fact]
    public async Task Two_processes_that_sweep_the_same_auction_close_it_once()
    {
        await using var first = await House.OpenAsync();
        var id = await first.CreateAsync(Short);
        await using var second = await first.OpenAnotherAsync();
        await first.PassUntil(() => first.Journal.HeadOf(id)!.View!.IsFinal);
        await first.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Single(first.Events(id).OfType<AuctionClosed>());
        Expect.Refused(Refusal.Closed, await first.BidAsync(id, "A", 20_00));
        Expect.Refused(Refusal.Closed, await second.BidAsync(id, "A", 20_00));
    }
}
