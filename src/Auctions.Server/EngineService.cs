using Auctions.Engine.Hosting;

namespace Auctions.Server;

/// <summary>
/// Starts the engine before the web server listens, and stops it after the web server has answered what it accepted:
/// hosted services stop in the reverse order of their start, the web server first.
/// </summary>
internal sealed class EngineService(LocalAuctions auctions) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => auctions.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => auctions.StopAsync();
}
