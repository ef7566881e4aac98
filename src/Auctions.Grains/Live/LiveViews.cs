using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Auctions.Core;
using Microsoft.Extensions.Logging;

namespace Auctions.Grains.Live;

/// <summary>
/// What a front end knows of the auctions its clients watch: one subscription for each, however many watch.
/// </summary>
internal sealed class LiveViews(IClusterClient cluster, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<AuctionId, WatchedAuction> _watched = new();

    /// <summary>Number of auctions watched.</summary>
    public int Count => _watched.Count;

    /// <summary>Views after a sequence, newest only, the final one at last.</summary>
    public async IAsyncEnumerable<AuctionView> WatchAsync(
        AuctionId id, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var watched = Join(id);
        try
        {
            await foreach (var view in watched.WatchAsync(after, cancellation))
            {
                yield return view;
            }
        }
        finally
        {
            Leave(id, watched);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watched in _watched.Values)
        {
            await watched.DisposeAsync();
        }
    }

    private WatchedAuction Join(AuctionId id)
    {
        while (true)
        {
            var watched = _watched.GetOrAdd(id, id => new WatchedAuction(id, cluster, time, logger));
            if (watched.TryJoin())
            {
                return watched;
            }

            // It is just about to end, and is taken out of the way before it does.
            _watched.TryRemove(KeyValuePair.Create(id, watched));
        }
    }

    private void Leave(AuctionId id, WatchedAuction watched)
    {
        if (watched.Leave())
        {
            _watched.TryRemove(KeyValuePair.Create(id, watched));
            _ = watched.DisposeAsync().AsTask();
        }
    }
}
