using System.Diagnostics;
using Auctions.Bench.Subjects;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Measuring;

namespace Auctions.Bench.Activations;

/// <summary>Puts bids into auctions through the engine.</summary>
internal static class Filler
{
    private const int CallersMax = 1_024;

    private static readonly TimeSpan SnapshotPatience = TimeSpan.FromSeconds(60);

    /// <summary>Has so many bids accepted on each auction.</summary>
    public static async Task BidAsync(
        IAuctions auctions, AuctionId[] ids, int bidsEach, CancellationToken cancellation)
    {
        var ladder = new Ladder(ids.Length);
        var bids = (long)ids.Length * bidsEach;
        long taken = 0;
        async Task CallAsync()
        {
            while (Interlocked.Increment(ref taken) is var bid && bid <= bids)
            {
                var lot = (int)(bid % ids.Length);
                while (await BidOnceAsync(auctions, ids[lot], lot, ladder.Next(lot)) is not BidAnswer)
                {
                    await Task.Delay(1, cancellation);
                }
            }
        }

        var callers = (int)Math.Min(CallersMax, bids);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync, cancellation)));
    }

    /// <summary>Waits until the engine has made the snapshot it owes; answers how many events follow it.</summary>
    public static async Task<long> TailAsync(IJournal journal, AuctionId id, CancellationToken cancellation)
    {
        var every = new Engine.EngineOptions().SnapshotEveryEvents;
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var stream = await journal.StreamAsync(id, withChunks: false, cancellation);
            var tail = stream.Segments.Sum(segment => segment.LastSequence - segment.FirstSequence + 1);
            if (tail < every || Stopwatch.GetElapsedTime(start) > SnapshotPatience)
            {
                return tail;
            }

            await Task.Delay(100, cancellation);
        }
    }

    /// <summary>A stream that is known to exist.</summary>
    public static async Task<StoredStream> StreamAsync(
        this IJournal journal, AuctionId id, bool withChunks, CancellationToken cancellation) =>
        journal.TryGetShard(id, out var shard) &&
        await journal.ReadAsync(shard, id, withChunks, cancellation) is { } stream
            ? stream
            : throw new MeasurementException($"The journal lost auction {id}.");

    /// <summary>How many bids the journal holds of an auction.</summary>
    public static async Task<int> StoredAsync(this IJournal journal, AuctionId id, CancellationToken cancellation) =>
        StreamFold.Of(await journal.StreamAsync(id, withChunks: true, cancellation)).Auction.State.BidCount;

    // A bid that was overtaken on its way is refused, and another one takes its place.
    private static async ValueTask<Answer> BidOnceAsync(IAuctions auctions, AuctionId id, int lot, long amount) =>
        await auctions.SubmitAsync(id, BenchEngine.Bid(lot, amount, auctions.Now), CancellationToken.None);
}
