using System.Text.RegularExpressions;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>All that dashboard, alerts, their tests and documents say of metrics.</summary>
internal static partial class NamedMetrics
{
    /// <summary>In Prometheus' language.</summary>
    public static IReadOnlyList<Mention> Mentions { get; } =
    [
        .. AlertFile.Read().Alerts.Select(alert => new Mention(
            $"alerts.yaml, {alert.Alert}",
            alert.Expr,
            [.. alert.Annotations.Values.SelectMany(text => ShownLabel().Matches(text))
                .Select(label => label.Groups[1].Value)])),
        .. AlertTestFile.Read().Tests.SelectMany(test => test.InputSeries.Select(
            input => new Mention($"alerts.test.yaml, {test.Name}", input.Series))),
        .. Dashboard.Read().Variables,
        .. Dashboard.Read().Panels.SelectMany(panel => panel.Queries),
        .. Documents.Expressions(),
    ];

    /// <summary>What of it is unknown, a line each.</summary>
    /// <param name="metrics">What is exported.</param>
    /// <param name="activities">What is traced.</param>
    public static IEnumerable<string> Unknown(
        IReadOnlyList<EmittedMetric> metrics, IReadOnlyList<string> activities)
    {
        var series = new KnownSeries(metrics.Select(PrometheusFamily.Of));
        var attributes = metrics.GroupBy(metric => metric.Name).ToDictionary(
            same => same.Key, same => same.SelectMany(one => one.Attributes).ToHashSet());
        return Mentions.SelectMany(series.Unknown).Concat(
            from documented in Documents.Names()
            where !activities.Contains(documented.Name) || documented.Attributes.Length > 0
            from wrong in attributes.TryGetValue(documented.Name, out var known)
                ? documented.Attributes.Except(known).Select(name => $"{documented.Name} has no attribute {name}")
                : [$"no process exports {documented.Name}"]
            select $"{documented.Place}: {wrong}");
    }

    /// <summary>Those of some metrics that nothing names.</summary>
    public static IEnumerable<EmittedMetric> Unnamed(IEnumerable<EmittedMetric> metrics)
    {
        var series = Mentions.SelectMany(mention => PromQl.Read(mention.Expression))
            .Select(one => one.Series).ToHashSet();
        return metrics.Where(metric => !PrometheusFamily.Of(metric).Series().Any(one => series.Contains(one.Series)));
    }

    [GeneratedRegex(@"\$labels\.(\w+)")]
    private static partial Regex ShownLabel();
}
