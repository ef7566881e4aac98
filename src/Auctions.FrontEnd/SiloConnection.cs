using Auctions.Grains.Calls;

namespace Auctions.FrontEnd;

/// <summary>
/// Whether this front end has a silo to talk to. It starts without one and waits; the client reconnects by itself.
/// </summary>
internal sealed class SiloConnection(CallPatience patience, ILogger<SiloConnection> logger)
    : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Gossip = TimeSpan.FromSeconds(0.3);

    private int _silos;
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
}
