using Auctions.Measuring;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>One connection of a peer: it takes one bid at a time.</summary>
internal interface ILane : IAsyncDisposable
{
    /// <summary>How often a bid had to be tried once more, so far.</summary>
    long Retries => 0;

    ValueTask<Outcome> BidAsync(PeerBid bid);
}
