using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine.Hosting;
using Auctions.Grains.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.Grains.Live;

/// <summary>
/// Sends the durable views of watched auctions to their streams, for as long as some front end says again and again
/// that it watches. Newest wins: what changes faster than the pause is left out. A view that is lost is healed by the
/// front ends, which ask for what they miss.
/// </summary>
internal sealed class LivePublisher(
    IClusterClient cluster, TimeProvider time, IOptions<GrainOptions> options, ILogger<LivePublisher> logger)
    : IDisposable
{
    private readonly ConcurrentDictionary<AuctionId, Lease> _leases = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Publishes an activation's views from now on, for a while; called again it goes on for longer.</summary>
    public void Publish(AuctionId id, AuctionActivation auction)
    {
        var length = TimeSpan.FromSeconds(options.Value.WatchSeconds);
        if (_leases.TryGetValue(id, out var lease) && lease.Auction == auction && lease.TryRenew(length))
        {
            return;
        }

        lease = new Lease(auction, _stopping.Token);
        lease.TryRenew(length);
        _leases[id] = lease;
        _ = PublishAsync(id, lease);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task PublishAsync(AuctionId id, Lease lease)
    {
        // Not the grain's own context: a grain that publishes would call other grains.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await SendAsync(id, lease.Auction, lease.Ending);
        }
        catch (OperationCanceledException) when (lease.Ending.IsCancellationRequested)
        {
            // Nobody watches any more, or the process stops.
        }
        catch (Exception bug)
        {
            Log.PublisherFailed(logger, id, bug);
        }
        finally
        {
            _leases.TryRemove(KeyValuePair.Create(id, lease));
        }
    }

    private async Task SendAsync(AuctionId id, AuctionActivation auction, CancellationToken ending)
    {
        var stream = LiveStreams.Of(cluster, id);
        await foreach (var view in auction.WatchAsync(0, ending))
        {
            try
            {
                await stream.OnNextAsync(ViewMessage.Of(view)).WaitAsync(options.Value.CallDeadline, time, ending);
            }
            catch (Exception failed) when (failed is TimeoutException or Orleans.Runtime.OrleansException)
            {
                Log.ViewLost(logger, id, view.Sequence, failed.Message);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.ViewPauseMs), time, ending);
        }
    }

    // Not disposed of: its timer goes with it, and who renews it may come at any time.
    private sealed class Lease(AuctionActivation auction, CancellationToken stopping)
    {
        private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);

        public AuctionActivation Auction => auction;

        public CancellationToken Ending => _ending.Token;

        /// <summary>Makes it last so much longer from now on; false: it has ended.</summary>
        public bool TryRenew(TimeSpan length)
        {
            _ending.CancelAfter(length);
            return !_ending.IsCancellationRequested;
        }
    }
}
