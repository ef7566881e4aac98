using Auctions.Measuring;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>The connections of a peer, and how bids come to them.</summary>
internal interface IConnections : IAsyncDisposable
{
    /// <summary>How often a bid had to be tried once more, so far.</summary>
    long Retries { get; }

    ValueTask<Outcome> BidAsync(PeerBid bid);
}
