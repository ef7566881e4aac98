using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Grains.Live;
using Auctions.Grains.Tests.Support;
using Orleans.Streams;

namespace Auctions.Grains.Tests.Cluster;

/// <summary>Silos whose streams carry one view of an auction and then none for an hour.</summary>
public sealed class SilentHouse : GrainHouse
{
    protected override void Adjust(GrainOptions options) => options.ViewPauseMs = 3_600_000;
}

/// <summary>Views that get lost on their way.</summary>
[Trait("Category", "Long")]
public sealed class HealingTests(SilentHouse house) : IClassFixture<SilentHouse>
{
    [Fact]
    public async Task Views_that_never_come_are_asked_for()
    {
        var id = await house.CreateAsync();
        var seen = new ConcurrentQueue<AuctionView>();
        using var ending = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            await foreach (var view in house.Auctions.WatchAsync(id, 0, ending.Token))
            {
                seen.Enqueue(view);
            }
        });
        for (var bids = 1; bids <= 3; bids++)
        {
            await GrainHouse.Until(() => seen.Any(view => view.BidCount == bids - 1));
            var answer = await house.BidAsync(id, bids * 90_00, bidder: 10 + (uint)bids);
            Assert.True(answer is BidAnswer, $"{answer}");
        }

        await GrainHouse.Until(() => seen.Any(view => view.BidCount == 3));
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }
}

/// <summary>The streams that views travel on.</summary>
public sealed class StreamTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Once_somebody_watches_durable_views_come_by_stream_without_being_asked_for()
    {
        var id = await house.CreateAsync();
        var heard = new ConcurrentQueue<long>();
        var subscription = await GrainHouse.AnsweredAsync(() =>
            LiveStreams.Of(house.Client, id).SubscribeAsync((view, _) =>
            {
                heard.Enqueue(view.Sequence);
                return Task.CompletedTask;
            }));
        var bids = 0;
        await GrainHouse.Until(async () =>
        {
            // A view may be lost, as where this machine stands still: then the next ones come.
            await GrainHouse.AnsweredAsync(() => house.Grain(id).WatchAsync().AsTask());
            return await IsHeardAsync() && await IsHeardAsync();
        });
        await subscription.UnsubscribeAsync();

        async Task<bool> IsHeardAsync()
        {
            bids++;
            var answer = await house.BidAsync(id, bids * 90_00, bidder: 10 + (uint)bids);
            var sequence = Assert.IsType<BidAnswer>(answer).Bid.Sequence;
            var waited = System.Diagnostics.Stopwatch.StartNew();
            await GrainHouse.Until(() => heard.Contains(sequence) || waited.Elapsed > LostAfter);
            return heard.Contains(sequence);
        }
    }
}
