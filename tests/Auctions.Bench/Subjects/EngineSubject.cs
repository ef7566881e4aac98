using System.Runtime.CompilerServices;
using Auctions.Bench.Checking;
using Auctions.Core;
using Auctions.Engine.Hosting;
using Auctions.Measuring;

namespace Auctions.Bench.Subjects;

/// <summary>The engine in this process, on a store of its own.</summary>
internal sealed class EngineSubject : IClosingSubject
{
    private readonly BenchStore _store;
    private readonly LocalAuctions _auctions;
    private readonly AuctionId[] _ids;
    private readonly bool _closes;

    private EngineSubject(
        BenchStore store, LocalAuctions auctions, AuctionId[] ids, DateTimeOffset closesAt, bool closes)
    {
        _store = store;
        _auctions = auctions;
        _ids = ids;
        _closes = closes;
        ClosesAt = closesAt;
    }

    public LocalAuctions Auctions => _auctions;

    public DateTimeOffset Now => _auctions.Now;

    public DateTimeOffset ClosesAt { get; }

    /// <summary>Starts an engine on a store, which it owns from now on.</summary>
    public static Task<EngineSubject> StartAsync(BenchStore store, int lots, CancellationToken cancellation) =>
        StartAsync(store, lots, closesIn: null, cancellation);

    /// <summary>The same, with auctions that all end so long after the engine has started.</summary>
    public static async Task<EngineSubject> StartAsync(
        BenchStore store, int lots, TimeSpan? closesIn, CancellationToken cancellation)
    {
        LocalAuctions? auctions = null;
        try
        {
            auctions = await BenchEngine.StartAsync(store, cancellation);
            var closesAt = BenchEngine.EndOf(auctions, closesIn);
            var ids = await BenchEngine.CreateAsync(auctions, lots, closesAt, cancellation);
            return new EngineSubject(store, auctions, ids, closesAt, closes: closesIn is not null);
        }
        catch
        {
            await (auctions?.DisposeAsync() ?? ValueTask.CompletedTask);
            await store.DisposeAsync();
            throw;
        }
    }

    // Pooled, so that what is allocated per bid is the command and what the engine makes of it.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome> BidAsync(int lot, long amount)
    {
        var bid = BenchEngine.Bid(lot, amount, _auctions.Now);
        var answer = await _auctions.SubmitAsync(_ids[lot], bid, CancellationToken.None);
        return Outcome.Of(answer, amount, isInTime: bid.Stamp < ClosesAt);
    }

    public Task<IReadOnlyList<DateTimeOffset>> WatchClosingsAsync(CancellationToken cancellation) =>
        BenchEngine.WatchClosingsAsync(_auctions, _ids, cancellation);

    public async IAsyncEnumerable<StoredLot> ReadBackAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await _auctions.StopAsync();
        var run = new StoredRun(_store.Journal, _store.Place, _ids, _closes);
        await foreach (var lot in run.ReadAsync(Bids.NumberOf, cancellation))
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
