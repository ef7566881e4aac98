using System.Runtime.CompilerServices;
using Auctions.Bench.Checking;
using Auctions.Bench.Cluster.Processes;
using Auctions.Bench.Subjects;
using Auctions.Core;
using Auctions.Grains;
using Auctions.Grains.Messages;
using Auctions.Measuring;

namespace Auctions.Bench.Cluster;

/// <summary>New auctions on a cluster, which outlives them.</summary>
internal sealed class ClusterSubject : IClosingSubject
{
    private readonly ClusterProcesses _cluster;
    private readonly AuctionId[] _ids;
    private readonly IAuctionGrain[] _grains;
    private readonly Mode _mode;
    private readonly bool _closes;

    private ClusterSubject(
        ClusterProcesses cluster, Mode mode, AuctionId[] ids, DateTimeOffset closesAt, bool closes)
    {
        _cluster = cluster;
        _mode = mode;
        _ids = ids;
        _closes = closes;
        ClosesAt = closesAt;
        _grains = [.. ids.Select(id => cluster.Grains.GetGrain<IAuctionGrain>(id.Value))];
    }

    public bool Stores => _mode != Mode.View;

    public TimeSpan CpuElsewhere => _cluster.Cpu;

    public DateTimeOffset Now => _cluster.Auctions.Now;

    public DateTimeOffset ClosesAt { get; }

    /// <summary>Creates auctions.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="mode">How bids travel to them.</param>
    /// <param name="lots">How many.</param>
    /// <param name="closesIn">How long after the start all of them end; null: they stay open.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="MeasurementException">They could not be created.</exception>
    public static async Task<ClusterSubject> StartAsync(
        ClusterProcesses cluster, Mode mode, int lots, TimeSpan? closesIn, CancellationToken cancellation)
    {
        var closesAt = BenchEngine.EndOf(cluster.Auctions, closesIn);
        var ids = await BenchEngine.CreateAsync(cluster.Auctions, lots, closesAt, cancellation);
        return new ClusterSubject(cluster, mode, ids, closesAt, closes: closesIn is not null);
    }

    public ValueTask<Outcome> BidAsync(int lot, long amount) => _mode switch
    {
        Mode.One => CallAsync(lot, amount),
        Mode.Coalesced => SubmitAsync(lot, amount),
        Mode.View => ViewAsync(lot, amount),
    };

    public Task<IReadOnlyList<DateTimeOffset>> WatchClosingsAsync(CancellationToken cancellation) =>
        BenchEngine.WatchClosingsAsync(_cluster.Auctions, _ids, cancellation);

    // Every bid is answered; what is of unknown outcome may still be stored, and is counted as that.
    public IAsyncEnumerable<StoredLot> ReadBackAsync(CancellationToken cancellation)
    {
        _cluster.RequireAll();
        return new StoredRun(_cluster.Journal, _cluster.Place, _ids, _closes).ReadAsync(Bids.NumberOf, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        // What was measured while a silo was missing is none of so many silos.
        _cluster.RequireAll();
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome> CallAsync(int lot, long amount)
    {
        var bid = BenchEngine.Bid(lot, amount, _cluster.Auctions.Now);
        try
        {
            var reply = await _grains[lot].BidAsync(BidMessage.Of(bid));
            return Outcome.Of(reply.ToAnswer(bid.Key), amount, isInTime: bid.Stamp < ClosesAt);
        }
        catch (Exception turnedAway) when (turnedAway is GatewayTooBusyException or LimitExceededException)
        {
            return new Outcome(OutcomeKind.Unavailable);
        }
        catch (Exception lost) when (lost is TimeoutException or OrleansException)
        {
            return new Outcome(OutcomeKind.Unknown);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome> SubmitAsync(int lot, long amount)
    {
        var bid = BenchEngine.Bid(lot, amount, _cluster.Auctions.Now);
        var answer = await _cluster.Auctions.SubmitAsync(_ids[lot], bid, CancellationToken.None);
        return Outcome.Of(answer, amount, isInTime: bid.Stamp < ClosesAt);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome> ViewAsync(int lot, long amount)
    {
        try
        {
            return (await _grains[lot].ViewAsync()).View is { } view
                ? Outcome.Accepted(view.Sequence, amount)
                : new Outcome(OutcomeKind.Unavailable);
        }
        catch (Exception lost) when (lost is TimeoutException or OrleansException)
        {
            return new Outcome(OutcomeKind.Unavailable);
        }
    }
}
