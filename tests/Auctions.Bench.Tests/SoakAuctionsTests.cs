using Auctions.Bench.Soaking;
using Auctions.Bench.Subjects;
using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Bench.Tests;

/// <summary>An auction that had its bids is replaced, and every other one is closed.</summary>
public sealed class SoakAuctionsTests
{
    private const int BidsEach = 6;

    [Fact]
    public async Task A_place_always_has_an_open_auction()
    {
        var choice = new StoreChoice(StoreKind.Sqlite, Path.GetTempPath(), []);
        await using var store = await BenchStore.MakeAsync(choice, shards: 1, default);
        await using var engine = await BenchEngine.StartAsync(store, default);
        var auctions = await SoakAuctions.OpenAsync(engine, places: 2, BidsEach, default);

        // The first has half as many bids as later ones, so that not all end at once.
        foreach (var amount in Enumerable.Range(1, BidsEach / 2))
        {
            Assert.Equal(amount, (await auctions.TakeAsync(0))?.Amount);
        }

        var first = auctions.All[0];
        Assert.Null(await auctions.TakeAsync(0));
        Assert.Equal(3, auctions.All.Length);
        var (next, one) = (await auctions.TakeAsync(0))!.Value;
        Assert.Equal((2, 1, BidsEach, auctions.All[2]), (next.Number, one, next.BidsMax, next.Id));
        Assert.Equal(AuctionStatus.Unsold, await StatusAsync(first));
        Assert.Equal(AuctionStatus.Open, await StatusAsync(next.Id));

        async Task<AuctionStatus> StatusAsync(AuctionId id) =>
            ((ViewAnswer)await engine.ViewAsync(id, 0, default)).View.Status;
    }

    [Fact]
    public async Task An_auction_with_an_odd_number_is_left_open()
    {
        var choice = new StoreChoice(StoreKind.Sqlite, Path.GetTempPath(), []);
        await using var store = await BenchStore.MakeAsync(choice, shards: 1, default);
        await using var engine = await BenchEngine.StartAsync(store, default);
        var auctions = await SoakAuctions.OpenAsync(engine, places: 2, BidsEach, default);
        while (await auctions.TakeAsync(1) is not null)
        {
        }

        Assert.Equal(3, auctions.All.Length);
        var view = ((ViewAnswer)await engine.ViewAsync(auctions.All[1], 0, default)).View;
        Assert.Equal(AuctionStatus.Open, view.Status);
    }
}
