using System.Reflection;

namespace Auctions.Silo;

/// <summary>
/// Closes the connections to a silo that was voted out, at once. Orleans leaves them open for ten seconds more, and
/// what is sent to a frozen silo meanwhile waits until it is given up: above all the question of the grain directory
/// for the auctions that were registered there. Once no connection is left, such a call fails at once. A silo that
/// leaves by itself may still have something to say and is let be.
/// </summary>
/// <remarks>
/// The connections of Orleans 10.2.2 can be reached by reflection only. Where that fails, calls of the system are given
/// up after <c>SystemResponseTimeout</c>, as without this.
/// </remarks>
internal sealed class DeadConnections : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>
{
    private const string Manager = "Orleans.Runtime.Messaging.ConnectionManager", Close = "CloseAsync";

    private readonly ISiloStatusOracle _members;
    private readonly ILogger _logger;
    private readonly Func<SiloAddress, Task>? _close;
    private readonly HashSet<SiloAddress> _leaving = [];

    public DeadConnections(ISiloStatusOracle members, IServiceProvider services, ILogger<DeadConnections> logger)
    {
        (_members, _logger) = (members, logger);
        var type = typeof(Orleans.Configuration.ConnectionOptions).Assembly.GetType(Manager);
        var method = type?.GetMethod(Close, BindingFlags.Public | BindingFlags.Instance, [typeof(SiloAddress)]);
        if (type is not null && services.GetService(type) is { } manager)
        {
            _close = method?.CreateDelegate<Func<SiloAddress, Task>>(manager);
        }
    }

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(DeadConnections),
        ServiceLifecycleStage.RuntimeInitialize,
        _ =>
        {
            _members.SubscribeToSiloStatusEvents(this);
            if (_close is null)
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
            !updatedSilo.Equals(_members.SiloAddress) && _close is not null)
        {
            _ = CloseAsync(_close(updatedSilo), updatedSilo);
        }
    }

    private async Task CloseAsync(Task closing, SiloAddress silo)
    {
        try
        {
            await closing;
        }
        catch (Exception failed)
        {
            Log.ConnectionsNotClosed(_logger, silo, failed);
        }
    }
}
