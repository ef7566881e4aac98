using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>
/// Silos and front ends belong to one cluster, and Orleans knows silos by the labels and the variables that its hosting
/// on Kubernetes asks for.
/// </summary>
internal static class Membership
{
    private const string ServiceLabel = "orleans/serviceId", ClusterLabel = "orleans/clusterId";
    private const string Service = "ORLEANS_SERVICE_ID", Cluster = "ORLEANS_CLUSTER_ID";

    // Settings of ours for the same.
    private static readonly string[] Twice = ["Cluster__ServiceId", "Cluster__ClusterId"];

    // What a silo is told of its own pod.
    private static readonly (string Name, string Field)[] Own =
        [("POD_NAME", "metadata.name"), ("POD_NAMESPACE", "metadata.namespace"), ("POD_IP", "status.podIP")];

    public static IEnumerable<string> Offences(Manifests manifests)
    {
        var members = manifests.Pods.Where(pod => pod.Name is "silo" or "front-end")
            .Select(pod => (Pod: pod, Environment: manifests.Environment(pod, pod.Spec.Containers[0])))
            .ToList();
        var silo = members.Single(member => member.Pod.Name == "silo");
        foreach (var pod in manifests.Pods.Where(pod =>
            pod.Name != "silo" && (pod.Labels.ContainsKey(ServiceLabel) || pod.Labels.ContainsKey(ClusterLabel))))
        {
            yield return $"{pod.Name} carries labels of Orleans, and would be taken for a silo.";
        }

        foreach (var (pod, environment) in members)
        {
            foreach (var (label, name) in new[] { (ServiceLabel, Service), (ClusterLabel, Cluster) })
            {
                var wanted = silo.Pod.Labels.GetValueOrDefault(label);
                if (string.IsNullOrEmpty(wanted) || environment.GetValueOrDefault(name) != wanted)
                {
                    yield return
                        $"{pod.Name} has {name} \"{environment.GetValueOrDefault(name)}\", and silos the label " +
                        $"{label} \"{wanted}\".";
                }
            }

            foreach (var name in environment.Keys.Where(name =>
                Twice.Contains(name, StringComparer.OrdinalIgnoreCase)))
            {
                yield return $"{pod.Name} sets {name} beside the variables of Orleans.";
            }
        }

        foreach (var (name, field) in Own.Where(own =>
            silo.Environment.GetValueOrDefault(own.Name) != $"({own.Field})"))
        {
            yield return $"silo has to get {name} from {field}.";
        }
    }
}
