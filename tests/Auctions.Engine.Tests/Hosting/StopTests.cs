using Auctions.Engine.Actor;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>A process that stops answers what it accepted and leaves nothing owned.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task Stopping_finishes_what_was_accepted_and_gives_up_ownership()
    {
        await using var house = await House.OpenAsync(shards: 2);
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => house.CreateAsync()));
        var appends = Valve.On(house, JournalOperation.Append);
        var bids = ids.Select(id => house.BidAsync(id, "A", 20_00)).ToArray();
        await House.Until(() => appends.Kept.Count == 2);
        var behind = ids.Select(id => house.BidAsync(id, "B", 90_00)).ToArray();
        var stopping = house.Auctions.StopAsync();
        await house.PassAsync(TimeSpan.FromMilliseconds(200));
        Assert.False(stopping.IsCompleted);
        appends.Open();
        await house.PassUntil(() => stopping.IsCompleted);
        Assert.All(await Task.WhenAll(bids), answer => Expect.Accepted(2, answer));
        Assert.All(await Task.WhenAll(behind), answer => Expect.Accepted(3, answer));
        Assert.All(ids, id => Assert.Null(house.Journal.HeadOf(id)!.Owner));
        Assert.Equal(0, house.Auctions.ActiveCount);
    }

    [Fact]
    public async Task New_requests_get_busy()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        Assert.True(house.Auctions.IsReady);
        await house.StopAsync();
        Assert.False(house.Auctions.IsReady);
        Expect.Unavailable(
            Unavailability.Busy,
            await house.BidAsync(id, "A", 20_00),
            await house.Auctions.ViewAsync(id, 0, default),
            await house.Auctions.CreateAsync(House.Request(key: 77), default));
        Assert.Null(house.Journal.HeadOf(id)!.Owner);
    }

    [Fact]
    public async Task Stopping_twice_is_stopping_once()
    {
        await using var house = await House.OpenAsync();
        await house.CreateAsync();
        await house.StopAsync();
        await house.StopAsync();
    }

    [Fact]
    public async Task A_shard_that_hangs_does_not_keep_a_process_from_stopping()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var calls = Valve.On(house, JournalOperation.Append, JournalOperation.RaiseEpoch, JournalOperation.Release);
        var bid = house.BidAsync(id, "A", 20_00);
        await calls.TakeAsync();
        var began = house.Now;
        await house.StopAsync();
        Assert.InRange(house.Now - began, TimeSpan.Zero, TimeSpan.FromSeconds(25));
        Expect.Unavailable(Unavailability.OutcomeUnknown, await bid);
    }

    [Fact]
    public async Task Bids_held_after_the_end_are_answered_when_a_process_stops()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(5)));
        await house.PassAsync(TimeSpan.FromSeconds(5.1));
        var held = house.BidAsync(id, "A", 20_00);
        Assert.False(held.IsCompleted);
        var began = house.Now;
        await house.StopAsync();
        Assert.InRange(house.Now - began, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.True(held.IsCompleted);
        Assert.Null(house.Journal.HeadOf(id)!.Owner);
    }
}
