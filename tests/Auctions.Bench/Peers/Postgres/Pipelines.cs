using System.Threading.Channels;
using Auctions.Measuring;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>Connections that carry many bids at once: each takes what waits as soon as it is free.</summary>
internal sealed class Pipelines : IConnections
{
    private readonly IReadOnlyList<Pipe> _pipes;
    private readonly Channel<WaitingBid> _waiting = Channel.CreateUnbounded<WaitingBid>();
    private readonly Task _work;

    public Pipelines(IReadOnlyList<Pipe> pipes)
    {
        _pipes = pipes;
        _work = Task.WhenAll(pipes.Select(pipe => Task.Run(() => pipe.WorkAsync(_waiting.Reader))));
    }

    public long Retries => 0;

    public ValueTask<Outcome> BidAsync(PeerBid bid)
    {
        var waiting = new WaitingBid(bid);
        return _waiting.Writer.TryWrite(waiting)
            ? new ValueTask<Outcome>(waiting.Task)
            : throw new ObjectDisposedException(nameof(Pipelines));
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _work;
        foreach (var pipe in _pipes)
        {
            await pipe.DisposeAsync();
        }
    }
}
