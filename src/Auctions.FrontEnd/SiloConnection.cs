using Auctions.Grains.Calls;

namespace Auctions.FrontEnd;

/// <summary>
/// Whether this front end has a silo to talk to. It starts without one and waits; once the last one is lost it looks
/// for another.
/// </summary>
internal sealed class SiloConnection(
    CallPatience patience,
    IServiceProvider services,
    IHostApplicationLifetime host,
    ILogger<SiloConnection> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan Gossip = TimeSpan.FromSeconds(0.3);

    private int _silos;
    private int _isLooking;
    private int _hasWarned;

    /// <summary>Whether there is one.</summary>
    public bool IsUp => Volatile.Read(ref _silos) > 0;

    /// <summary>The number of silos changed.</summary>
    public void Changed(object sender, GatewayCountChangedEventArgs change)
    {
        Volatile.Write(ref _silos, change.NumberOfConnectedGateways);
        if (change.NumberOfConnectedGateways < change.PreviousNumberOfConnectedGateways)
        {
            _ = EndPatienceAsync();
            Log.SiloLost(logger, change.NumberOfConnectedGateways);
        }

        if (change.NumberOfConnectedGateways == 0)
        {
            Log.SilosLost(logger);
            _ = FindAsync();
        }
        else if (change.PreviousNumberOfConnectedGateways == 0)
        {
            Log.SilosFound(logger, change.NumberOfConnectedGateways);
        }
    }

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            Log.NoSiloYet(logger, exception.Message);
        }

        await Task.Delay(Pause, cancellationToken);
        return true;
    }

    // The others may hear of it a moment later, and hand on to it what comes until then.
    private async Task EndPatienceAsync()
    {
        patience.End();
        await Task.Delay(Gossip);
        patience.End();
    }

    // Calls wait for a silo, and by itself the client looks for one once a minute; any call makes it look at once.
    private async Task FindAsync()
    {
        if (Interlocked.Exchange(ref _isLooking, 1) == 1)
        {
            return;
        }

        var hasTold = false;
        while (!IsUp && !host.ApplicationStopping.IsCancellationRequested)
        {
            try
            {
                // Where the client knows of no silo at all this throws as well.
                var management = services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0);
                await management.GetHosts(onlyActive: true).WaitAsync(Pause);
            }
            catch (Exception failed)
            {
                // Whatever it was, the next look is soon.
                if (!hasTold)
                {
                    hasTold = true;
                    Log.NoSiloYet(logger, failed.Message);
                }
            }

            await Task.Delay(Look);
        }

        Volatile.Write(ref _isLooking, 0);
        if (!IsUp && !host.ApplicationStopping.IsCancellationRequested)
        {
            _ = FindAsync();
        }
    }
}
