using System.Runtime.CompilerServices;
using Auctions.Bench.Checking;
using Auctions.Bench.Measuring;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Hosting;

namespace Auctions.Bench.Subjects;

/// <summary>The engine in this process, on a store of its own.</summary>
internal sealed class EngineSubject : ISubject
{
    private readonly BenchStore _store;
    private readonly LocalAuctions _auctions;
    private readonly AuctionId[] _ids;

    private EngineSubject(BenchStore store, LocalAuctions auctions, AuctionId[] ids)
    {
        _store = store;
        _auctions = auctions;
        _ids = ids;
    }

    /// <summary>Starts an engine on a store, which it owns from now on.</summary>
    public static async Task<EngineSubject> StartAsync(BenchStore store, int lots, CancellationToken cancellation)
    {
        try
        {
            var auctions = await BenchEngine.StartAsync(store, cancellation);
            return new EngineSubject(store, auctions, await BenchEngine.CreateAsync(auctions, lots, cancellation));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    // Pooled, so that what is allocated per bid is the command and what the engine makes of it.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome> BidAsync(int lot, long amount)
    {
        var bid = BenchEngine.Bid(lot, amount, _auctions.Now);
        return await _auctions.SubmitAsync(_ids[lot], bid, CancellationToken.None) switch
        {
            BidAnswer { Replayed: false } accepted => Outcome.Accepted(accepted.Bid.Sequence, amount),
            RefusedAnswer { Refusal: Refusal.BelowMinimum or Refusal.NotAboveOwnMaximum } =>
                new Outcome(OutcomeKind.Refused),
            UnavailableAnswer { Reason: Unavailability.OutcomeUnknown } => new Outcome(OutcomeKind.Unknown),
            UnavailableAnswer => new Outcome(OutcomeKind.Unavailable),
            var other => throw new InvalidOperationException($"A bid was answered {other}."),
        };
    }

    public async IAsyncEnumerable<StoredLot> ReadBackAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await _auctions.StopAsync();
        for (var lot = 0; lot < _ids.Length; lot++)
        {
            var id = _ids[lot];
            var stream = _store.Journal.TryGetShard(id, out var shard)
                ? await _store.Journal.ReadAsync(shard, id, withChunks: true, cancellation)
                : null;
            var auction = stream is null ? new Auction(id) : StreamFold.Of(stream).Auction;
            yield return new StoredLot(
                lot, auction.State.BidCount, Bids.NumberOf(auction.State.Leader), auction.State.LeaderMaximum,
                BidsOf(auction));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _auctions.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static IEnumerable<StoredBid> BidsOf(Auction auction)
    {
        for (var at = 0; at < auction.Bids.Count; at++)
        {
            var bid = auction.Bids[at];
            yield return new StoredBid(bid.Sequence, bid.Amount, Bids.BidderOf(bid.Amount));
        }
    }
}
