using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Auctions.Telemetry;

/// <summary>Metrics, traces and logs by OTLP, for every process alike.</summary>
public static class TelemetrySetup
{
    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ServiceNameKey = "OTEL_SERVICE_NAME";

    /// <summary>
    /// Exports what the process measures, traces and logs, if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.
    /// The other <c>OTEL_</c> variables that OpenTelemetry for .NET reads hold too.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="service">The process's kind, unless <c>OTEL_SERVICE_NAME</c> says otherwise.</param>
    /// <exception cref="InvalidOperationException">The endpoint is no address; the message says what to do.</exception>
    public static void AddAuctionsTelemetry(this IHostApplicationBuilder builder, string service)
    {
        if (builder.Configuration[EndpointKey] is not { Length: > 0 } endpoint)
        {
            return;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException(
                $"{EndpointKey} is \"{endpoint}\"; set it to your collector's address, such as http://collector:4317.");
        }

        // Each process counts for itself, also when several run on one machine.
        var resource = ResourceBuilder.CreateDefault().AddService(
            builder.Configuration[ServiceNameKey] is { Length: > 0 } name ? name : service,
            serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3),
            serviceInstanceId: Guid.NewGuid().ToString());
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => new Exporters(
            provider.GetRequiredService<IConfiguration>(), resource, provider.GetRequiredService<LoggerProvider>())));
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.SetResourceBuilder(resource);
            logs.AddOtlpExporter();
        });
    }
}
