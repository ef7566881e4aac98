using Auctions.Grains;
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

    private readonly Lock _lock = new();
    private int _silos;
    private int _losses;
    private int _answeredAfter = -1;
    private bool _isToldFound;
    private int _isLooking;
    private int _hasWarned;

    /// <summary>
    /// Whether there is a connection to one. Orleans counts it before the other side has said anything, so also one
    /// that a silo is about to refuse.
    /// </summary>
    public bool IsUp => Volatile.Read(ref _silos) > 0;

    /// <summary>Whether one has answered since there was last no connection to any.</summary>
    public bool HasAnswered => Volatile.Read(ref _answeredAfter) == Volatile.Read(ref _losses);

    /// <summary>The number of silos changed.</summary>
    public void Changed(object sender, GatewayCountChangedEventArgs change)
    {
        // Orleans tells once of each connection that comes or goes, of two at once in any order: the last number told
        // need not be the number there is, but the differences add up to it.
        var difference = change.NumberOfConnectedGateways - change.PreviousNumberOfConnectedGateways;
        lock (_lock)
        {
            var hadAnswered = HasAnswered;
            Volatile.Write(ref _silos, _silos + difference);
            if (change.NumberOfConnectedGateways == 0)
            {
                Volatile.Write(ref _losses, _losses + 1);
            }

            if (difference < 0 && hadAnswered)
            {
                Log.SiloLost(logger, _silos);
            }

            if (change.NumberOfConnectedGateways == 0 && _isToldFound)
            {
                _isToldFound = false;
                Log.SilosLost(logger);
            }
        }

        if (difference < 0)
        {
            _ = EndPatienceAsync();
        }

        if (!HasAnswered)
        {
            _ = FindAsync();
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
        while (!HasAnswered && !host.ApplicationStopping.IsCancellationRequested)
        {
            try
            {
                var losses = Volatile.Read(ref _losses);
                await AskAsync();
                Answered(losses);
                continue;
            }
            catch (ArgumentException)
            {
                // The client knows of no silo at all, which is told elsewhere.
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
        if (!HasAnswered && !host.ApplicationStopping.IsCancellationRequested)
        {
            _ = FindAsync();
        }
    }

    private void Answered(int losses)
    {
        lock (_lock)
        {
            Volatile.Write(ref _answeredAfter, losses);
            if (HasAnswered && !_isToldFound)
            {
                _isToldFound = true;
                Log.SilosFound(logger, _silos);
            }
        }
    }

    private async Task AskAsync()
    {
        var client = services.GetRequiredService<IClusterClient>();
        try
        {
            await client.GetGrain<IReachGrain>(0).AskAsync().AsTask().WaitAsync(Pause);
        }
        catch (GatewayTooBusyException)
        {
            // That, too, is the answer of a silo.
        }
        catch (ArgumentException) when (IsUp && KnowsAuctions(client))
        {
            // So is what the client knows of its grains: silos of a version that has no such grain to ask.
        }
    }

    private static bool KnowsAuctions(IClusterClient client)
    {
        try
        {
            client.GetGrain<IAuctionGrain>(Guid.Empty);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
