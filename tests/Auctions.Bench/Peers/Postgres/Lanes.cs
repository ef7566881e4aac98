using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Auctions.Measuring;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>Connections that take one bid at a time: a bid takes the next free one, or waits for it.</summary>
internal sealed class Lanes : IConnections
{
    private readonly IReadOnlyList<ILane> _lanes;
    private readonly Channel<ILane> _free;

    public Lanes(IReadOnlyList<ILane> lanes)
    {
        _lanes = lanes;
        _free = Channel.CreateBounded<ILane>(lanes.Count);
        foreach (var lane in lanes)
        {
            _free.Writer.TryWrite(lane);
        }
    }

    public long Retries => _lanes.Sum(lane => lane.Retries);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome> BidAsync(PeerBid bid)
    {
        var lane = await _free.Reader.ReadAsync();
        try
        {
            return await lane.BidAsync(bid);
        }
        finally
        {
            _free.Writer.TryWrite(lane);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }
    }
}
