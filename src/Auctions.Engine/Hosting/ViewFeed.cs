using System.Runtime.CompilerServices;
using Auctions.Core;

namespace Auctions.Engine.Hosting;

/// <summary>
/// The newest durable view on its way to watchers. A watcher that is busy misses what lies between and costs nothing
/// meanwhile; publishing wakes only those who wait.
/// </summary>
public sealed class ViewFeed
{
    private readonly Lock _changing = new();

    // Made when somebody waits: most auctions have no watcher.
    private TaskCompletionSource? _changed;
    private AuctionView? _newest;
    private int _watchers;
    private bool _hasEnded;

    /// <summary>Whether anybody watches.</summary>
    public bool HasWatchers => Volatile.Read(ref _watchers) > 0;

    /// <summary>Hands on a view, newer than those before.</summary>
    public void Publish(AuctionView view) => Change(() => _newest = view);

    /// <summary>Ends every watcher's stream; watchers come again through a new host.</summary>
    public void End() => Change(() => _hasEnded = true);

    /// <summary>Views after a sequence, newest only; ends with the final one, or when this ends.</summary>
    /// <param name="after">Views up to this sequence are known to the watcher.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<AuctionView> WatchAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Interlocked.Increment(ref _watchers);
        try
        {
            var seen = after;
            while (true)
            {
                var (view, hasEnded, changed) = Look();
                if (view?.Sequence > seen)
                {
                    seen = view.Sequence;
                    yield return view;
                }

                if (hasEnded || view is { IsFinal: true })
                {
                    yield break;
                }

                await changed.WaitAsync(cancellation);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private (AuctionView? View, bool HasEnded, Task Changed) Look()
    {
        lock (_changing)
        {
            _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (_newest, _hasEnded, _changed.Task);
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource? changed;
        lock (_changing)
        {
            change();
            changed = _changed;
            _changed = null;
        }

        changed?.TrySetResult();
    }
}
