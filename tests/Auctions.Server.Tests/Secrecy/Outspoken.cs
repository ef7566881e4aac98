using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>Configuration of processes that tell all they can.</summary>
internal static class Outspoken
{
    /// <summary>Their command line, but for the store.</summary>
    /// <param name="collector">Where they export to.</param>
    /// <param name="tokens">Whose tokens they trust.</param>
    /// <param name="identityKeyFile">The key of their pseudonyms.</param>
    public static string[] Options(Collector collector, TokenAuthority tokens, string identityKeyFile) =>
    [
        .. collector.OptionsToTraceAll,

        // Often, and with room for all that is said at once.
        "--OTEL_METRIC_EXPORT_INTERVAL", "250", "--OTEL_METRICS_EXEMPLAR_FILTER", "always_on",
        "--OTEL_BSP_SCHEDULE_DELAY", "100", "--OTEL_BSP_MAX_QUEUE_SIZE", "100000",
        "--OTEL_BLRP_SCHEDULE_DELAY", "100", "--OTEL_BLRP_MAX_QUEUE_SIZE", "100000",

        // What is set for a kind of output alone goes before what the product leaves out of all.
        "--Logging:LogLevel:Default", "Trace",
        "--Logging:Console:LogLevel:Default", "Trace", "--Logging:Console:FormatterOptions:IncludeScopes", "true",
        "--Logging:OpenTelemetry:LogLevel:Default", "Trace",
        "--Auth:Authority", tokens.Issuer, "--Auth:Audience", TokenAuthority.Audience,
        "--Privacy:IdentityKeyFile", identityKeyFile,

        // A slow machine is no outage.
        "--Engine:OutageMinSeconds", "60",
    ];
}
