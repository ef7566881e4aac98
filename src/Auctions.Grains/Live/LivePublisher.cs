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
    IServiceProvider services, TimeProvider time, IOptions<GrainOptions> options, ILogger<LivePublisher> logger)
    : IDisposable
{
    private readonly ConcurrentDictionary<AuctionId, Lease> _leases = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Publishes an activation's views from now on, for a while; called again it goes on for longer.</summary>
    public void Publish(AuctionId id, AuctionActivation auction)
    {
        var until = time.GetTimestamp() + (options.Value.WatchSeconds * time.TimestampFrequency);
        if (_leases.TryGetValue(id, out var lease) && lease.Auction == auction)
        {
            lease.Until = until;
            return;
        }

        lease = new Lease(auction) { Until = until };
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
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            var watching = LastAsync(lease, ending);
            await SendAsync(id, lease, ending.Token);
            await ending.CancelAsync();
            await watching;
        }
        catch (Exception bug) when (!_stopping.IsCancellationRequested)
        {
            Log.PublisherFailed(logger, id, bug);
        }
        catch (Exception)
        {
            // The process stops.
        }
        finally
        {
            _leases.TryRemove(KeyValuePair.Create(id, lease));
        }
    }

    private async Task SendAsync(AuctionId id, Lease lease, CancellationToken ending)
    {
        var stream = LiveStreams.Of(
            (IClusterClient)services.GetService(typeof(IClusterClient))!, id);
        try
        {
            await foreach (var view in lease.Auction.WatchAsync(0, ending))
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
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
    }

    private async Task LastAsync(Lease lease, CancellationTokenSource ending)
    {
        try
        {
            while (!ending.IsCancellationRequested && lease.Until > time.GetTimestamp())
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, ending.Token);
            }

            await ending.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The views ended first.
        }
    }

    private sealed class Lease(AuctionActivation auction)
    {
        private long _until;

        public AuctionActivation Auction => auction;

        /// <summary>Monotonic timestamp.</summary>
        public long Until
        {
            get => Volatile.Read(ref _until);
            set => Volatile.Write(ref _until, value);
        }
    }
}
