using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Policies;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests;

/// <summary>
/// The cluster is given the alerts and the dashboard that the server's tests show to be right: what they name is
/// exported, and each alert fires and resolves.
/// </summary>
public sealed class MonitoringTests
{
    private static readonly Dictionary<string, Action<Manifests>> Breaks = new()
    {
        ["There are no alerts"] = manifests => manifests.All.RemoveAll(one => one is PrometheusRule),
        ["There is no dashboard"] = manifests => manifests.The<ConfigMap>("dashboard").Data["auctions.json"] += "}",
        ["Grafana does not find"] = manifests =>
            manifests.The<ConfigMap>("dashboard").Metadata.Labels.Remove("grafana_dashboard"),
        ["Series lose the names"] = manifests =>
            manifests.The<PodMonitor>("collector").Spec.PodMetricsEndpoints[0].HonorLabels = null,
    };

    public static TheoryData<string> Offences => [.. Breaks.Keys];

    [Fact]
    public void The_packaged_rules_are_the_alert_rules_line_by_line() =>
        Assert.Empty(Observing.Packaging(Lines("alerts.yaml"), Lines("prometheus-rule.yaml")));

    [Fact]
    public void Rules_that_were_changed_and_not_packaged_are_found() =>
        Assert.Single(Observing.Packaging(Lines("alerts.yaml").Append("# New."), Lines("prometheus-rule.yaml")));

    [KubectlFact]
    public void Production_is_watched() => Assert.Empty(Observing.Offences(Rendered.Read("production")));

    [KubectlTheory]
    [MemberData(nameof(Offences))]
    public void Whoever_sees_less_is_found(string offence) =>
        Broken.IsFound(Observing.Offences, offence, Breaks[offence]);

    private static string[] Lines(string file) =>
        File.ReadAllLines(Path.Combine(Rendered.Directory, "monitoring", file));
}
