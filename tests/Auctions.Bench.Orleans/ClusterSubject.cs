using System.Runtime.CompilerServices;
using Auctions.Bench.Checking;
using Auctions.Bench.Cluster.Processes;
using Auctions.Bench.Measuring;
using Auctions.Bench.Subjects;
using Auctions.Core;
using Auctions.Grains;
using Auctions.Grains.Messages;

namespace Auctions.Bench.Cluster;

/// <summary>New auctions on a cluster, which outlives them.</summary>
internal sealed class ClusterSubject : ISubject
{
    private readonly ClusterProcesses _cluster;
    private readonly AuctionId[] _ids;
    private readonly IAuctionGrain[] _grains;
    private readonly Mode _mode;

    private ClusterSubject(ClusterProcesses cluster, Mode mode, AuctionId[] ids)
    {
        _cluster = cluster;
        _mode = mode;
        _ids = ids;
        _grains = [.. ids.Select(id => cluster.Grains.GetGrain<IAuctionGrain>(id.Value))];
    }

    public bool Stores => _mode != Mode.View;

    public TimeSpan CpuElsewhere => _cluster.Cpu;

    public static async Task<ClusterSubject> StartAsync(
        ClusterProcesses cluster, Mode mode, int lots, CancellationToken cancellation) =>
        new(cluster, mode, await BenchEngine.CreateAsync(cluster.Auctions, lots, cancellation));

    public ValueTask<Outcome> BidAsync(int lot, long amount) => _mode switch
    {
        Mode.One => CallAsync(lot, amount),
        Mode.Coalesced => SubmitAsync(lot, amount),
        Mode.View => ViewAsync(lot, amount),
    };

    // Every bid is answered; what is of unknown outcome may still be stored, and is counted as that.
    public IAsyncEnumerable<StoredLot> ReadBackAsync(CancellationToken cancellation) =>
        StoredLots.ReadAsync(_cluster.Journal, _ids, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome> CallAsync(int lot, long amount)
    {
        var bid = BenchEngine.Bid(lot, amount, _cluster.Auctions.Now);
        try
        {
            var reply = await _grains[lot].BidAsync(BidMessage.Of(bid));
            return Outcome.Of(reply.ToAnswer(bid.Key), amount);
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
        return Outcome.Of(await _cluster.Auctions.SubmitAsync(_ids[lot], bid, CancellationToken.None), amount);
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
