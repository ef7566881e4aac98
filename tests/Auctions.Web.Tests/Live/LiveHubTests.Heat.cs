using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Web.Live;
using Auctions.Web.Tests.Support;

namespace Auctions.Web.Tests.Live;

/// <summary>What a hub does about hot auctions, and what it knows of them.</summary>
public sealed partial class LiveHubTests
{
    private static readonly AuctionId Other = new(Guid.Parse("0198c0de-0000-7000-8000-000000000001"));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(null, 4)]
    public async Task Watchers_get_as_many_views_a_second_as_a_remedy_says(int? ordered, int views)
    {
        const int Seconds = 2;
        var (watcher, response) = await JoinIdleAsync();
        _hub.Follow(Orders(ordered is null ? Other : default, ordered ?? 1));

        for (var tick = 0; tick < Seconds * 100; tick++)
        {
            await PublishAsync(watcher, Views.Of(2 + tick));
            await NextTickAsync();
        }

        Assert.InRange(response.ReadIds().Length, Seconds * views, (Seconds * views) + 1);
        await NextTickUntilAsync(() => !watcher.Wants(1 + (Seconds * 100)));
    }

    [Fact]
    public async Task Three_views_a_second_are_three_also_where_they_come_off_the_beat()
    {
        const int Seconds = 4, TicksBetween = 10;
        var (watcher, response) = await JoinIdleAsync();
        _hub.Follow(Orders(default, 3));

        for (var tick = 0; tick < Seconds * 100; tick++)
        {
            if (tick % TicksBetween == 0)
            {
                await PublishAsync(watcher, Views.Of(2 + tick));
            }

            await NextTickAsync();
        }

        Assert.InRange(response.ReadIds().Length, Seconds * 3, (Seconds * 3) + 1);
    }

    [Fact]
    public async Task A_pace_holds_for_who_comes_later_and_until_it_is_set_back()
    {
        _hub.Follow(Orders(default, 1));
        var (watcher, response) = await JoinIdleAsync();
        await PublishAsync(watcher, Views.Of(2));
        await NextTickAsync();
        var sentAt = _time.GetUtcNow();
        await PublishAsync(watcher, Views.Of(3));
        await NextTickUntilAsync(() => !watcher.Wants(3));
        Assert.InRange(_time.GetUtcNow() - sentAt, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1) + LiveWheel.Turn);

        _hub.Follow(HeatOrders.None);
        sentAt = _time.GetUtcNow();
        await PublishAsync(watcher, Views.Of(4));
        await NextTickUntilAsync(() => !watcher.Wants(4));

        Assert.InRange(_time.GetUtcNow() - sentAt, TimeSpan.Zero, LiveWheel.Turn);
        Assert.Equal([2, 3, 4], response.ReadIds());
    }

    [Fact]
    public async Task A_watcher_who_waits_for_fewer_views_still_gets_the_final_one_at_once()
    {
        _hub.Follow(Orders(default, 1));
        var (watcher, response) = await JoinIdleAsync();
        await PublishAsync(watcher, Views.Of(2));
        await NextTickAsync();
        await NextTickUntilAsync(() => watcher.IsIdle);
        await PublishAsync(watcher, Views.Of(3));
        await NextTickAsync();
        Assert.True(watcher.Wants(3));

        await PublishAsync(watcher, Views.Of(4, AuctionStatus.Sold));
        await NextTickAsync();

        Assert.Equal([2, 4], response.ReadIds());
    }

    [Fact]
    public async Task A_hub_tells_who_watches_what()
    {
        var watchers = await JoinIdleAsync(5);
        for (var one = 0; one < 2; one++)
        {
            Assert.True(_hub.TryJoin(new LiveWatcher(Other, new PipedResponse().Http, 0)));
        }

        _hub.Leave(watchers[0].Watcher);
        var frame = Frame();

        Assert.Equal([(Guid.Empty, 4), (Other.Value, 2)], frame.Top.Select(heat => (heat.Auction, heat.Watchers)));
        Assert.Equal(6, Assert.Single(frame.Processes).Watchers);
        watchers.Skip(1).ToList().ForEach(one => _hub.Leave(one.Watcher));
        Assert.Equal([(Other.Value, 2)], Frame().Top.Select(heat => (heat.Auction, heat.Watchers)));
    }

    private static HeatOrders Orders(AuctionId auction, int views) =>
        new(new Dictionary<Guid, int> { [auction.Value] = views });

    private HeatFrame Frame()
    {
        var frame = new HeatFrameBuilder(0, new ProcessHeat { Name = "a", Kind = "server" });
        _hub.AddTo(frame);
        return frame.Build();
    }
}
