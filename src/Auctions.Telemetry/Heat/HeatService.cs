using Auctions.Engine.Heat;
using Microsoft.Extensions.Hosting;

namespace Auctions.Telemetry.Heat;

/// <summary>Reports what is hot as long as the host runs.</summary>
internal sealed class HeatService(HeatReporter reporter) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => reporter.RunAsync(stoppingToken);
}
