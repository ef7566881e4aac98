using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Measuring;
using Microsoft.Extensions.Options;

namespace Auctions.Bench.Subjects;

/// <summary>Makes engines and auctions as every run here uses them.</summary>
internal static class BenchEngine
{
    /// <summary>Above what any run can place, so that no auction fills up.</summary>
    public const int BidsPerAuctionMax = 1_000_000_000;

    private const int CreationsAtOnce = 256;

    // The same request again is harmless, so a store that is busy for a moment stops nothing.
    private const int AttemptsMax = 20;

    // Longer than any run: auctions that are not meant to close.
    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);
    private static readonly TimeSpan AttemptPause = TimeSpan.FromMilliseconds(100);

    public static Task<LocalAuctions> StartAsync(BenchStore store, CancellationToken cancellation) =>
        StartAsync(store, new EngineOptions { BidsPerAuctionMax = BidsPerAuctionMax }, cancellation);

    public static async Task<LocalAuctions> StartAsync(
        BenchStore store, EngineOptions options, CancellationToken cancellation)
    {
        var auctions = new LocalAuctions(
            store.Journal, store.Clock, Options.Create(options), new ErrorLogger<LocalAuctions>());
        await auctions.StartAsync(cancellation);
        return auctions;
    }

    /// <summary>Creates English auctions, increment 1, that stay open for a day; new ones at each call.</summary>
    public static Task<AuctionId[]> CreateAsync(IAuctions auctions, int count, CancellationToken cancellation) =>
        CreateAsync(auctions, count, EndOf(auctions, closesIn: null), cancellation);

    /// <summary>When auctions end that do so after a time, or are not meant to.</summary>
    public static DateTimeOffset EndOf(IAuctions auctions, TimeSpan? closesIn) =>
        auctions.Now + (closesIn ?? Forever);

    /// <summary>Creates English auctions, increment 1, that end at a time; new ones at each call.</summary>
    public static async Task<AuctionId[]> CreateAsync(
        IAuctions auctions, int count, DateTimeOffset closesAt, CancellationToken cancellation)
    {
        var ids = new AuctionId[count];
        var call = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray(), 8);
        var progress = new Progress("creating auctions", count);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = CreationsAtOnce,
            CancellationToken = cancellation,
        };
        await Parallel.ForAsync(0, count, parallel, async (lot, token) =>
        {
            var key = new UInt128(call, (ulong)lot);
            var request = new AuctionRequest("seller", key, BodyHash: 1, Terms(auctions.Now, closesAt), true);
            ids[lot] = await CreateAsync(auctions, request, token);
            progress.Add(1);
        });
        return ids;
    }

    /// <summary>Watches each auction as a page does until it is seen closed; says when each was.</summary>
    public static Task<IReadOnlyList<DateTimeOffset>> WatchClosingsAsync(
        IAuctions auctions, AuctionId[] ids, CancellationToken cancellation) => ClosingWatch.RunAsync(
        ids.Length, (lot, token) => FollowAsync(auctions, ids[lot], token), () => auctions.Now, cancellation);

    public static PlaceBid Bid(int lot, long amount, DateTimeOffset now) =>
        new(Bids.Person(Bids.BidderOf(amount)), Bids.Key(lot, amount), amount, now);

    // False: the feed ended before the auction was closed.
    private static async Task<bool> FollowAsync(IAuctions auctions, AuctionId id, CancellationToken cancellation)
    {
        await foreach (var view in auctions.WatchAsync(id, after: 0, cancellation))
        {
            if (view.IsFinal)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<AuctionId> CreateAsync(
        IAuctions auctions, AuctionRequest request, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            switch (await auctions.CreateAsync(request, cancellation))
            {
                case ViewAnswer created:
                    return created.View.Id;
                case UnavailableAnswer when attempt < AttemptsMax:
                    await Task.Delay(AttemptPause, cancellation);
                    break;
                case var other:
                    throw new MeasurementException($"An auction could not be created: {other}.");
            }
        }
    }

    private static AuctionTerms Terms(DateTimeOffset now, DateTimeOffset closesAt) => new(
        Bids.Seller, "A lot", "USD", AuctionFormat.English, Bids.OpeningPrice,
        IncrementTable.Of([new(1, Bids.Increment)]), Reserve: null, BuyItNow: null, now, closesAt, SoftClose: null);
}
