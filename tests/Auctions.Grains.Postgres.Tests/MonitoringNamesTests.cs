using Auctions.Grains.Postgres.Tests.Support;
using Auctions.Postgres.Tests;
using Auctions.Server.Tests.Monitoring;
using Auctions.Server.Tests.Support;

namespace Auctions.Grains.Postgres.Tests;

/// <summary>What dashboard, alerts and documents name of silos and front ends is exported by them.</summary>
[Trait("Category", "Long")]
public sealed class MonitoringNamesTests
{
    [Fact]
    public async Task What_is_said_to_be_exported_in_a_cluster_is()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var collector = await Collector.StartAsync();
        await using var cluster = await ClusterProcesses.StartAsync(
            [.. databases.Options, .. collector.OptionsToTraceAll], silos: 2, frontEnds: 1);
        await MeasuredDay.PassAsync(cluster.FrontEnds[0].Api);
        await cluster.StopAsync();

        var metrics = EmittedMetrics.Of(collector);
        Assert.All(Elsewhere.InACluster, named => Assert.True(
            metrics.Any(metric => metric.Covers(named)), $"{named} is not among {string.Join('\n', metrics)}"));
        Assert.All(Elsewhere.ActivitiesInACluster, name =>
            Assert.True(collector.HasReceived("traces", name), $"no {name}"));
    }
}
