using Auctions.Engine.Hosting;

namespace Auctions.Silo;

/// <summary>
/// Starts the engine before the silo takes calls, and stops it after all grains are deactivated: hosted services stop
/// in the reverse order of their start.
/// </summary>
internal sealed class EngineService(PlacedAuctions auctions) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => auctions.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => auctions.StopAsync();
}
