using Auctions.Bench.Measuring;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Options;

namespace Auctions.Bench.Subjects;

/// <summary>Makes engines and auctions as every run here uses them.</summary>
internal static class BenchEngine
{
    /// <summary>Above what any run can place, so that no auction fills up.</summary>
    public const int BidsPerAuctionMax = 1_000_000_000;

    private const int CreationsAtOnce = 64;

    public static async Task<LocalAuctions> StartAsync(BenchStore store, CancellationToken cancellation)
    {
        var options = new EngineOptions { BidsPerAuctionMax = BidsPerAuctionMax };
        var auctions = new LocalAuctions(
            store.Journal, store.Clock, Options.Create(options), new ErrorLogger<LocalAuctions>());
        await auctions.StartAsync(cancellation);
        return auctions;
    }

    /// <summary>Creates English auctions, increment 1, that stay open for a day; new ones at each call.</summary>
    public static async Task<AuctionId[]> CreateAsync(
        IAuctions auctions, int count, CancellationToken cancellation)
    {
        var ids = new AuctionId[count];
        var call = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray(), 8);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = CreationsAtOnce,
            CancellationToken = cancellation,
        };
        await Parallel.ForAsync(0, count, parallel, async (lot, token) =>
        {
            var key = new UInt128(call, (ulong)lot);
            var request = new AuctionRequest("seller", key, BodyHash: 1, Terms(auctions.Now), true);
            ids[lot] = await auctions.CreateAsync(request, token) switch
            {
                ViewAnswer created => created.View.Id,
                var other => throw new BenchException($"An auction could not be created: {other}."),
            };
        });
        return ids;
    }

    public static PlaceBid Bid(int lot, long amount, DateTimeOffset now) =>
        new(Bids.Person(Bids.BidderOf(amount)), Bids.Key(lot, amount), amount, now);

    private static AuctionTerms Terms(DateTimeOffset now) => new(
        Bids.Seller, "A lot", "USD", AuctionFormat.English, OpeningPrice: 1, IncrementTable.Of([new(1, 1)]),
        Reserve: null, BuyItNow: null, now, now.AddDays(1), SoftClose: null);
}
