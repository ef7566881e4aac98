using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Auctions.Core;

namespace Auctions.Engine.Hosting;

/// <summary>
/// Durable views on their way to watchers. Each watcher keeps only the newest view, so a slow one costs one view of
/// memory. Writers never wait.
/// </summary>
internal sealed class ViewFeed
{
    private readonly Lock _changing = new();
    private readonly List<Channel<AuctionView>> _watchers = [];
    private bool _hasEnded;

    public bool HasWatchers
    {
        get
        {
            lock (_changing)
            {
                return _watchers.Count > 0;
            }
        }
    }

    public void Publish(AuctionView view)
    {
        lock (_changing)
        {
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(view);
            }
        }
    }

    /// <summary>Ends every watcher's stream; watchers come again through a new host.</summary>
    public void End()
    {
        lock (_changing)
        {
            _hasEnded = true;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryComplete();
            }
        }
    }

    /// <param name="current">The durable view at the moment the watcher is registered.</param>
    /// <param name="after">Views up to this sequence are known to the watcher.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<AuctionView> WatchAsync(
        Func<AuctionView?> current, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<AuctionView>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_changing)
        {
            _watchers.Add(channel);
            if (_hasEnded)
            {
                // The host ended since the watcher looked for it: nothing will come from here.
                channel.Writer.Complete();
            }
        }

        try
        {
            var seen = after;
            if (current() is { } view)
            {
                if (view.Sequence > seen)
                {
                    seen = view.Sequence;
                    yield return view;
                }

                if (view.IsFinal)
                {
                    yield break;
                }
            }

            await foreach (var next in channel.Reader.ReadAllAsync(cancellation))
            {
                if (next.Sequence > seen)
                {
                    seen = next.Sequence;
                    yield return next;
                    if (next.IsFinal)
                    {
                        yield break;
                    }
                }
            }
        }
        finally
        {
            lock (_changing)
            {
                _watchers.Remove(channel);
            }
        }
    }
}
