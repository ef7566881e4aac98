using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Grains.Calls;
using Auctions.Grains.Tests.Support;

namespace Auctions.Grains.Tests.Cluster;

/// <summary>Durable views on their way from silos to front ends.</summary>
public sealed class LiveTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    [Fact]
    public async Task Watchers_of_two_front_ends_see_bids_and_the_end()
    {
        var id = await house.CreateAsync();
        await using var other = house.Join();
        var seen = new[] { Watch(house.Auctions, id), Watch(house.Auctions, id), Watch(other, id) };
        Assert.IsType<BidAnswer>(await house.BidAsync(id, 20_00));
        await GrainHouse.Until(() => seen.All(views => views.Seen.Any(view => view.BidCount == 1)));
        await GrainHouse.ToldAsync(() => house.Auctions.SubmitAsync(id, new CloseNow(new PersonId(9)), default));
        await Task.WhenAll(seen.Select(views => views.Ended)).WaitAsync(GrainHouse.Patience);
        Assert.All(seen, views => Assert.True(views.Seen.Last().IsFinal));
        Assert.All(seen, views => Assert.Equal(
            views.Seen.Select(view => view.Sequence).Order().Distinct(), views.Seen.Select(view => view.Sequence)));
    }

    [Fact]
    public async Task A_watcher_goes_on_when_the_auction_goes_to_another_silo()
    {
        var id = await house.CreateAsync();
        var watcher = Watch(house.Auctions, id);
        Assert.IsType<BidAnswer>(await house.BidAsync(id, 20_00));
        await GrainHouse.Until(() => watcher.Seen.Any(view => view.BidCount == 1));
        await house.ReplaceSiloOfAsync(id, gracefully: true);
        Assert.IsType<BidAnswer>(await house.BidAsync(id, 90_00, bidder: 8));
        await GrainHouse.Until(() => watcher.Seen.Any(view => view.BidCount == 2));
    }

    private static (ConcurrentQueue<AuctionView> Seen, Task Ended) Watch(GrainAuctions auctions, AuctionId id)
    {
        var seen = new ConcurrentQueue<AuctionView>();
        return (seen, WatchAsync());

        async Task WatchAsync()
        {
            await foreach (var view in auctions.WatchAsync(id, 0, default))
            {
                seen.Enqueue(view);
            }
        }
    }
}
