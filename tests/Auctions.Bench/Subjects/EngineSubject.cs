using System.Runtime.CompilerServices;
using Auctions.Bench.Checking;
using Auctions.Bench.Measuring;
using Auctions.Core;
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
        return Outcome.Of(await _auctions.SubmitAsync(_ids[lot], bid, CancellationToken.None), amount);
    }

    public async IAsyncEnumerable<StoredLot> ReadBackAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await _auctions.StopAsync();
        await foreach (var lot in StoredLots.ReadAsync(_store.Journal, _ids, cancellation))
        {
            yield return lot;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _auctions.DisposeAsync();
        await _store.DisposeAsync();
    }
}
