using System.Collections.Concurrent;
using Auctions.Core;

namespace Auctions.Engine.Tests;

/// <summary>Somebody who watches an auction and keeps what was seen.</summary>
internal sealed class Watcher
{
    private readonly ConcurrentQueue<AuctionView> _seen = new();

    private Watcher() => Ended = Task.CompletedTask;

    public IReadOnlyCollection<AuctionView> Seen => _seen;

    public AuctionView? Last => _seen.LastOrDefault();

    /// <summary>Completes when the stream ends, by itself or because the watcher left.</summary>
    public Task Ended { get; private set; }

    public static Watcher Of(House house, AuctionId id, long after = 0, CancellationToken leaving = default)
    {
        var watcher = new Watcher();
        watcher.Ended = Task.Run(
            () => watcher.WatchAsync(house.Auctions.WatchAsync(id, after, leaving), leaving), CancellationToken.None);
        return watcher;
    }

    private async Task WatchAsync(IAsyncEnumerable<AuctionView> views, CancellationToken leaving)
    {
        try
        {
            await foreach (var view in views)
            {
                _seen.Enqueue(view);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The watcher left.
        }
    }
}
