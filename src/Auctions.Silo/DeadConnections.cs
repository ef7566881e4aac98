using System.Reflection;

namespace Auctions.Silo;

/// <summary>
/// Closes the connections to a silo that was voted out, at once. Orleans leaves them open for ten seconds more, and
/// what is sent to a frozen silo meanwhile waits until it is given up: above all the question of the grain directory
/// for the auctions that were registered there. Once no connection is left, such a call fails at once; what went into
/// one just before is failed then, for Orleans did that when it learned of the death. A silo that leaves by itself may
/// still have something to say and is let be.
/// </summary>
/// <remarks>
/// Connections and calls of Orleans 10.2.2 can be reached by reflection only. Where that fails, calls of the system are
/// given up after <c>SystemResponseTimeout</c>, as without this.
/// </remarks>
internal sealed class DeadConnections : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly ISiloStatusOracle _members;
    private readonly ILogger _logger;
    private readonly Func<SiloAddress, Task>? _close;
    private readonly Action<SiloAddress>? _failCalls;
    private readonly HashSet<SiloAddress> _leaving = [];

    public DeadConnections(ISiloStatusOracle members, IServiceProvider services, ILogger<DeadConnections> logger)
    {
        (_members, _logger) = (members, logger);
        _close = Find<Func<SiloAddress, Task>>(
            services, "Orleans.Runtime.Messaging.ConnectionManager", "CloseAsync");
        _failCalls = Find<Action<SiloAddress>>(
            services, "Orleans.Runtime.IRuntimeClient", "BreakOutstandingMessagesToSilo");
    }

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(DeadConnections),
        ServiceLifecycleStage.RuntimeInitialize,
        _ =>
        {
            _members.SubscribeToSiloStatusEvents(this);
            if (_close is null || _failCalls is null)
            {
                Log.ConnectionsOutOfReach(_logger);
            }

            return Task.CompletedTask;
        },
        _ =>
        {
            _members.UnSubscribeFromSiloStatusEvents(this);
            return Task.CompletedTask;
        });

    // Orleans tells of one change after the other.
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status is SiloStatus.ShuttingDown or SiloStatus.Stopping)
        {
            _leaving.Add(updatedSilo);
        }
        else if (status == SiloStatus.Dead && !_leaving.Remove(updatedSilo) &&
            !updatedSilo.Equals(_members.SiloAddress))
        {
            _ = CloseAsync(updatedSilo);
        }
    }

    private static T? Find<T>(IServiceProvider services, string service, string method)
        where T : Delegate =>
        typeof(Orleans.Configuration.ConnectionOptions).Assembly.GetType(service) is { } type &&
        type.GetMethod(method, BindingFlags.Public | BindingFlags.Instance, [typeof(SiloAddress)]) is { } found &&
        services.GetService(type) is { } instance
            ? found.CreateDelegate<T>(instance)
            : null;

    private async Task CloseAsync(SiloAddress silo)
    {
        try
        {
            if (_close is not null)
            {
                // From here on a call finds none, and fails.
                var closing = _close(silo);
                _failCalls?.Invoke(silo);
                await closing;
            }
        }
        catch (Exception failed)
        {
            Log.ConnectionsNotClosed(_logger, silo, failed);
        }
    }
}
