namespace Auctions.Server.Tests.Monitoring;

/// <summary>The kinds of metrics that our processes export; the numbers are those of OTLP's fields.</summary>
internal enum MetricKind
{
    Gauge = 5,
    Sum = 7,
    Histogram = 9,
}
