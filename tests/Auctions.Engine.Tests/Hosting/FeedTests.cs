using Auctions.Core;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>What watchers see.</summary>
public sealed class FeedTests
{
    [Fact]
    public async Task A_watcher_sees_the_durable_view_then_each_newer_one()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var watcher = Watcher.Of(house, id);
        for (var bid = 1; bid <= 5; bid++)
        {
            await House.Until(() => watcher.Last?.Sequence == bid);
            await house.BidAsync(id, $"B{bid}", 100_00 * bid);
            Assert.Equal(house.Stored(id), await house.ViewAsync(id));
        }

        await House.Until(() => watcher.Last?.Sequence == 6);
        Assert.Equal([1, 2, 3, 4, 5, 6], watcher.Seen.Select(view => view.Sequence));
    }

    [Fact]
    public async Task A_watcher_sees_nothing_that_is_not_durable()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var watcher = Watcher.Of(house, id);
        await House.Until(() => watcher.Seen.Count == 1);
        var appends = Valve.On(house, JournalOperation.Append);
        var bid = house.BidAsync(id, "A", 20_00);
        (await appends.TakeAsync()).Fail(JournalFault.Unavailable);
        await bid;
        appends.Open();
        await house.BidAsync(id, "B", 90_00);
        await House.Until(() => watcher.Last?.Sequence == 2);
        Assert.Equal([1, 2], watcher.Seen.Select(view => view.Sequence));
        Assert.Equal(Given.Person("B"), Assert.IsType<BidPlaced>(house.Events(id)[1]).Bidder);
    }

    [Fact]
    public async Task A_watcher_resumes_after_what_was_seen()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        await house.BidAsync(id, "A", 20_00);
        var watcher = Watcher.Of(house, id, after: 2);
        await house.BidAsync(id, "B", 90_00);
        await House.Until(() => watcher.Seen.Count > 0);
        Assert.Equal([3L], watcher.Seen.Select(view => view.Sequence));
    }

    [Fact]
    public async Task The_final_view_ends_the_stream()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var watchers = Enumerable.Range(0, 20).Select(_ => Watcher.Of(house, id)).ToArray();
        await house.DoAsync(id, new CloseNow(Given.Operator));
        await Task.WhenAll(watchers.Select(watcher => watcher.Ended));
        Assert.All(watchers, watcher => Assert.Equal(AuctionStatus.Unsold, watcher.Last!.Status));
        var late = Watcher.Of(house, id);
        await late.Ended;
        Assert.Equal(AuctionStatus.Unsold, Assert.Single(late.Seen).Status);
        var lateAndUpToDate = Watcher.Of(house, id, after: 2);
        await lateAndUpToDate.Ended;
        Assert.Empty(lateAndUpToDate.Seen);
    }

    [Fact]
    public async Task A_slow_watcher_gets_the_newest_view_and_the_final_one()
    {
        var feed = new ViewFeed();
        feed.Publish(View(1));
        await using var slow = feed.WatchAsync(0, default).GetAsyncEnumerator();
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal(1, slow.Current.Sequence);
        for (var sequence = 2; sequence <= 100; sequence++)
        {
            feed.Publish(View(sequence));
        }

        Assert.True(await slow.MoveNextAsync());
        Assert.Equal(100, slow.Current.Sequence);
        feed.Publish(View(101));
        feed.Publish(View(102) with { Status = AuctionStatus.Sold });
        feed.End();
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal((102, true), (slow.Current.Sequence, slow.Current.IsFinal));
        Assert.False(await slow.MoveNextAsync());
        Assert.False(feed.HasWatchers);
    }

    [Fact]
    public async Task A_watcher_who_comes_as_the_feed_ends_is_not_left_waiting()
    {
        var feed = new ViewFeed();
        feed.Publish(View(1));
        feed.End();
        await using var late = feed.WatchAsync(0, default).GetAsyncEnumerator();
        Assert.True(await late.MoveNextAsync());
        Assert.False(await late.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_watcher_outlives_the_failover_of_its_auction()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var watcher = Watcher.Of(house, id);
        await House.Until(() => watcher.Seen.Count == 1);
        await using var other = await house.OpenAnotherAsync();
        await other.BidAsync(id, "A", 20_00);
        await house.BidAsync(id, "B", 90_00);
        await house.BidAsync(id, "C", 200_00);
        await House.Until(() => watcher.Last?.Sequence == 3);
        Assert.Equal(watcher.Seen.Select(view => view.Sequence).Order(), watcher.Seen.Select(view => view.Sequence));
    }

    [Fact]
    public async Task A_watcher_who_leaves_is_forgotten()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        using var leaving = new CancellationTokenSource();
        var watcher = Watcher.Of(house, id, leaving: leaving.Token);
        await House.Until(() => watcher.Seen.Count == 1);
        await leaving.CancelAsync();
        await watcher.Ended;
        await house.BidAsync(id, "A", 20_00);
        Assert.Single(watcher.Seen);
    }

    [Fact]
    public async Task Nobody_can_watch_an_unknown_auction()
    {
        await using var house = await House.OpenAsync();
        var watcher = Watcher.Of(house, Given.Id());
        await watcher.Ended;
        Assert.Empty(watcher.Seen);
    }

    [Fact]
    public async Task Streams_end_when_the_house_stops()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var watcher = Watcher.Of(house, id);
        await House.Until(() => watcher.Seen.Count == 1);
        await house.StopAsync();
        await House.Until(() => watcher.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_stream_that_ends_because_the_house_stops_throws_nothing()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var watcher = Watcher.Of(house, id);
        await House.Until(() => watcher.Seen.Count == 1);
        await house.StopAsync();
        await watcher.Ended;
    }

    private static AuctionView View(long sequence)
    {
        var state = new AuctionState(Given.Id());
        state.Evolve(new AuctionCreated(Given.Start, Given.Terms()));
        return AuctionView.Of(state) with { Sequence = sequence };
    }
}
