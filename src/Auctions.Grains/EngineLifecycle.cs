using Auctions.Engine.Hosting;

namespace Auctions.Grains;

/// <summary>
/// Starts the engine before its silo takes calls, and stops it after the silo deactivated its grains, which it needs to
/// finish what they accepted.
/// </summary>
internal sealed class EngineLifecycle(PlacedAuctions auctions) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(EngineLifecycle),
        ServiceLifecycleStage.ApplicationServices,
        auctions.StartAsync,
        _ => auctions.StopAsync());
}
