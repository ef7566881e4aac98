namespace Auctions.Server.Tests.Monitoring;

/// <summary>
/// What a server on SQLite does not export but is named in dashboard, alerts or documents. That it is exported where it
/// is said to be is shown there.
/// </summary>
internal static class Elsewhere
{
    private const string Pool = "db.client.connection.pool.name";

    /// <summary>By whoever uses PostgreSQL, once a shard has been silent while requests came.</summary>
    public static IReadOnlyList<EmittedMetric> OnPostgres { get; } =
    [
        Metric("auction.shard.breaker.open", "{breaker}", MetricKind.Sum, "pool"),
        Metric("db.client.connection.count", "{connection}", MetricKind.Sum, Pool, "db.client.connection.state"),
        Metric("db.client.connection.max", "{connection}", MetricKind.Sum, Pool),
        Metric("db.client.connection.npgsql.pending_requests", "{request}", MetricKind.Sum, Pool),
        Metric("db.client.operation.duration", "s", MetricKind.Histogram, Pool),
    ];

    /// <summary>By silos and front ends.</summary>
    public static IReadOnlyList<EmittedMetric> InACluster { get; } =
    [
        Metric("auction.bid.call.duration", "s", MetricKind.Histogram),
        Metric("orleans-catalog-activations", "", MetricKind.Gauge),
        Metric("orleans-catalog-activation-created", "", MetricKind.Sum) with { IsMonotonic = true },
        Metric("orleans-catalog-activation-destroyed", "", MetricKind.Sum) with { IsMonotonic = true },
        Metric("orleans-client-connected-gateways", "", MetricKind.Gauge),
        Metric("orleans-consistent-ring-size", "", MetricKind.Gauge),
    ];

    /// <summary>Activities of silos and front ends.</summary>
    public static IReadOnlyList<string> ActivitiesInACluster { get; } = ["auction.call", "auction.take"];

    private static EmittedMetric Metric(string name, string unit, MetricKind kind, params string[] attributes) =>
        new(name, unit, kind, IsMonotonic: false, attributes.ToHashSet());
}
