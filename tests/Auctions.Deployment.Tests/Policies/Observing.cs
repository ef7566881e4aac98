using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;
using Auctions.Processes;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>Alerts and dashboard are those of k8s/monitoring, and see every process. Of production.</summary>
internal static class Observing
{
    public static IEnumerable<string> Offences(Manifests manifests)
    {
        if (!manifests.Of<PrometheusRule>().SelectMany(one => one.Spec.Groups).SelectMany(group => group.Rules).Any())
        {
            yield return "There are no alerts.";
        }

        var dashboard = manifests.Of<ConfigMap>().SingleOrDefault(map => map.Metadata.Name == "dashboard");
        if (dashboard?.Data.GetValueOrDefault("auctions.json") != RepositoryRoot.Read("k8s/monitoring/dashboard.json"))
        {
            yield return "There is no dashboard, or another one.";
        }

        if (dashboard is not null && dashboard.Metadata.Labels.GetValueOrDefault("grafana_dashboard") != "1")
        {
            yield return "Grafana does not find the dashboard, which lacks its label.";
        }

        // Or every series would be the collector's, and the alerts by process would see one process.
        if (manifests.Of<PodMonitor>().SingleOrDefault(one => one.Metadata.Name == "collector")?.Spec
            .PodMetricsEndpoints is not [{ HonorLabels: true }])
        {
            yield return "Series lose the names of the processes they are of.";
        }
    }

    /// <summary>Rules that are packaged are the alert rules, line by line.</summary>
    public static IEnumerable<string> Packaging(IEnumerable<string> alerts, IEnumerable<string> packaged)
    {
        if (!alerts.Select(line => line.Length == 0 ? "" : $"  {line}")
            .SequenceEqual(packaged.SkipWhile(line => line != "spec:").Skip(1)))
        {
            yield return "prometheus-rule.yaml is not alerts.yaml any more: make it anew, as its second line says.";
        }
    }
}
