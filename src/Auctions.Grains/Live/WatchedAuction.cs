using Auctions.Core;
using Auctions.Engine.Hosting;
using Auctions.Grains.Messages;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Auctions.Grains.Live;

/// <summary>
/// One auction that clients of this front end watch. Views come by its stream; while that is silent the auction itself
/// is asked, ever more rarely, which shows by its sequence what was lost, and tells its silo that somebody watches.
/// </summary>
internal sealed class WatchedAuction(AuctionId id, IClusterClient cluster, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan AskSoonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskLatest = TimeSpan.FromSeconds(5);

    private readonly Lock _changing = new();
    private readonly ViewFeed _feed = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _following = Task.CompletedTask;
    private long _newest;
    private long _heardAt;
    private int _watchers;
    private bool _hasEnded;

    /// <summary>One watcher more; false: it has ended, another is to be made.</summary>
    public bool TryJoin()
    {
        lock (_changing)
        {
            if (_hasEnded)
            {
                return false;
            }

            if (_watchers++ == 0)
            {
                _following = FollowAsync();
            }

            return true;
        }
    }

    /// <summary>One watcher less; true: it was the last, and this is to be ended.</summary>
    public bool Leave()
    {
        lock (_changing)
        {
            _hasEnded = --_watchers == 0;
            return _hasEnded;
        }
    }

    public IAsyncEnumerable<AuctionView> WatchAsync(long after, CancellationToken cancellation) =>
        _feed.WatchAsync(after, cancellation);

    public async ValueTask DisposeAsync()
    {
        lock (_changing)
        {
            _hasEnded = true;
        }

        await _ending.CancelAsync();
        await _following;
        _feed.End();
        _ending.Dispose();
    }

    private async Task FollowAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        StreamSubscriptionHandle<ViewMessage>? subscription = null;
        var pause = AskSoonest;
        try
        {
            while (true)
            {
                subscription ??= await TrySubscribeAsync();
                if (!await TryAskAsync())
                {
                    pause = AskSoonest;
                }

                await Task.Delay(pause, time, _ending.Token);
                var wasHeard = time.GetElapsedTime(Volatile.Read(ref _heardAt)) < pause;
                pause = wasHeard
                    ? AskSoonest
                    : TimeSpan.FromTicks(Math.Min((pause + AskSoonest).Ticks, AskLatest.Ticks));
            }
        }
        catch (OperationCanceledException)
        {
            // The last watcher left.
        }
        finally
        {
            await TryUnsubscribeAsync(subscription);
        }
    }

    private async Task<StreamSubscriptionHandle<ViewMessage>?> TrySubscribeAsync()
    {
        try
        {
            return await LiveStreams.Of(cluster, id).SubscribeAsync((message, _) =>
            {
                Hear(message.ToView());
                return Task.CompletedTask;
            });
        }
        catch (Exception failed)
        {
            // Whatever it was: the watchers live on asking.
            Log.SubscriptionFailed(logger, id, failed.Message);
            return null;
        }
    }

    private async Task<bool> TryAskAsync()
    {
        try
        {
            var answer = await cluster.GetGrain<IAuctionGrain>(id.Value).WatchAsync();
            if (answer.View is { } view)
            {
                Hear(view.ToView());
                return true;
            }
        }
        catch (Exception failed)
        {
            // It is asked again soon; whoever watches has the last view meanwhile.
            Log.ViewUnanswered(logger, id, failed.Message);
        }

        return false;
    }

    private async Task TryUnsubscribeAsync(StreamSubscriptionHandle<ViewMessage>? subscription)
    {
        try
        {
            await (subscription?.UnsubscribeAsync() ?? Task.CompletedTask);
        }
        catch (Exception failed)
        {
            Log.SubscriptionFailed(logger, id, failed.Message);
        }
    }

    // Views may come twice, late and out of order.
    private void Hear(AuctionView view)
    {
        lock (_changing)
        {
            if (view.Sequence <= _newest)
            {
                return;
            }

            _newest = view.Sequence;
            Volatile.Write(ref _heardAt, time.GetTimestamp());
            _feed.Publish(view);
        }
    }
}
