using Auctions.Engine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Auctions.Telemetry;

/// <summary>Exports metrics and traces from the first service's start until after the last one's end.</summary>
/// <param name="configuration">The <c>OTEL_</c> variables.</param>
/// <param name="resource">What this process is.</param>
/// <param name="logs">The exporter of logs, which the host's logging made.</param>
internal sealed class Exporters(IConfiguration configuration, ResourceBuilder resource, LoggerProvider logs)
    : IHostedService, IDisposable
{
    private const string Database = "Npgsql";
    private const string SamplerKey = "OTEL_TRACES_SAMPLER";

    // Nobody reads a trace of every bid.
    private const double SampledShare = 0.01;

    private static readonly TimeSpan FlushMax = TimeSpan.FromSeconds(5);

    private MeterProvider? _meters;
    private TracerProvider? _tracers;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meters = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(resource)
            .AddMeter(Instruments.Name, Database, "Microsoft.Orleans", "System.Runtime")
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddOtlpExporter()
            .Build();
        var tracers = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(resource)
            .AddSource(Instruments.Name, Database, "Microsoft.AspNetCore")
            .AddOtlpExporter();
        if (string.IsNullOrEmpty(configuration[SamplerKey]))
        {
            tracers.SetSampler(new LinkedSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(SampledShare))));
        }

        _tracers = tracers.Build();
        return Task.CompletedTask;
    }

    // The first to start is the last to stop, so what the others said at their end is here; the host does not wait for
    // its logs.
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.Run(() => logs.ForceFlush((int)FlushMax.TotalMilliseconds), CancellationToken.None);

    public void Dispose()
    {
        _tracers?.Dispose();
        _meters?.Dispose();
    }
}
