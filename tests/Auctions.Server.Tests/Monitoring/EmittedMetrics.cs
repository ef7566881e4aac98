using System.Text;
using Auctions.Server.Tests.Support;
using static Auctions.Server.Tests.Support.ProtocolBuffers;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>
/// Reads which metrics a collector was sent: OTLP's ExportMetricsServiceRequest, of which several one after another
/// are one. The numbers are those of its fields.
/// </summary>
internal static class EmittedMetrics
{
    /// <summary>All of them, each once.</summary>
    public static IReadOnlyList<EmittedMetric> Of(Collector collector) =>
        Read(Encoding.Latin1.GetBytes(collector.Received("metrics")));

    private static IReadOnlyList<EmittedMetric> Read(byte[] exported) =>
    [
        .. Messages(exported, 1)
            .SelectMany(resource => Messages(resource, 2))
            .SelectMany(scope => Messages(scope, 2))
            .Select(Metric)
            .GroupBy(metric => (metric.Name, metric.Unit, metric.Kind, metric.IsMonotonic))
            .Select(same => same.First() with { Attributes = same.SelectMany(one => one.Attributes).ToHashSet() })
            .OrderBy(metric => metric.Name, StringComparer.Ordinal),
    ];

    private static EmittedMetric Metric(byte[] metric)
    {
        var name = Text(metric, 1);
        foreach (var kind in Enum.GetValues<MetricKind>())
        {
            foreach (var data in Messages(metric, (int)kind))
            {
                return new EmittedMetric(
                    name,
                    Text(metric, 3),
                    kind,
                    kind == MetricKind.Sum && Integer(data, 3) != 0,
                    Messages(data, 1).SelectMany(point => Messages(point, kind == MetricKind.Histogram ? 9 : 7))
                        .Select(attribute => Text(attribute, 1)).ToHashSet());
            }
        }

        throw new InvalidDataException($"{name} is of a kind that nobody here knows how Prometheus names it.");
    }

    private static string Text(byte[] message, int field) =>
        Messages(message, field).Select(Encoding.UTF8.GetString).SingleOrDefault("");
}
