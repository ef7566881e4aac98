using Auctions.Measuring;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>A bid and who waits for its answer.</summary>
internal sealed class WaitingBid(PeerBid bid)
    : TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public PeerBid Bid => bid;
}
