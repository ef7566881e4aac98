using Auctions.Deployment.Tests.Kinds;
using YamlDotNet.RepresentationModel;

namespace Auctions.Deployment.Tests.Reading;

/// <summary>The objects of an installation.</summary>
internal sealed class Manifests(List<Manifest> objects)
{
    private static readonly Dictionary<(string ApiVersion, string Kind), Type> Known = new()
    {
        [("v1", "Namespace")] = typeof(Namespace),
        [("v1", "ConfigMap")] = typeof(ConfigMap),
        [("v1", "Service")] = typeof(Service),
        [("v1", "ServiceAccount")] = typeof(ServiceAccount),
        [("rbac.authorization.k8s.io/v1", "Role")] = typeof(Role),
        [("rbac.authorization.k8s.io/v1", "RoleBinding")] = typeof(RoleBinding),
        [("apps/v1", "Deployment")] = typeof(Workload),
        [("batch/v1", "Job")] = typeof(Job),
        [("policy/v1", "PodDisruptionBudget")] = typeof(PodDisruptionBudget),
        [("networking.k8s.io/v1", "NetworkPolicy")] = typeof(NetworkPolicy),
        [("gateway.networking.k8s.io/v1", "Gateway")] = typeof(Gateway),
        [("gateway.networking.k8s.io/v1", "HTTPRoute")] = typeof(HttpRoute),
        [("autoscaling/v2", "HorizontalPodAutoscaler")] = typeof(HorizontalPodAutoscaler),
        [("keda.sh/v1alpha1", "ScaledObject")] = typeof(ScaledObject),
        [("cert-manager.io/v1", "Certificate")] = typeof(Certificate),
        [("cert-manager.io/v1", "Issuer")] = typeof(Issuer),
        [("postgresql.cnpg.io/v1", "Cluster")] = typeof(PostgresCluster),
        [("postgresql.cnpg.io/v1", "ScheduledBackup")] = typeof(ScheduledBackup),
        [("barmancloud.cnpg.io/v1", "ObjectStore")] = typeof(ObjectStore),
        [("monitoring.coreos.com/v1", "PodMonitor")] = typeof(PodMonitor),
        [("monitoring.coreos.com/v1", "PrometheusRule")] = typeof(PrometheusRule),
        [("kustomize.config.k8s.io/v1beta1", "Kustomization")] = typeof(Kustomization),
    };

    public List<Manifest> All { get; } = objects;

    /// <summary>Pods that this installation describes itself, by the name of what makes them.</summary>
    public IReadOnlyList<Pod> Pods =>
    [
        .. Of<Workload>().Select(one => new Pod(one.Metadata.Name, one.Spec.Template)),
        .. Of<Job>().Select(one => new Pod(one.Metadata.Name, one.Spec.Template)),
    ];

    /// <exception cref="FormatException">One of them is of no known kind, or has what that kind has not.</exception>
    public static Manifests Parse(string text) => new([.. StrictYaml.Documents(text).Select(Parse)]);

    public IEnumerable<T> Of<T>() where T : Manifest => All.OfType<T>();

    public T The<T>(string name) where T : Manifest => Of<T>().Single(one => one.Metadata.Name == name);

    /// <summary>
    /// What a container finds in its environment, as far as the manifests tell; settings whatever their case.
    /// </summary>
    public Dictionary<string, string> Environment(Pod pod, Container container)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in container.EnvFrom.Select(from => from.ConfigMapRef?.Name).OfType<string>())
        {
            foreach (var (key, value) in Of<ConfigMap>().Where(map => map.Metadata.Name == name)
                .SelectMany(map => map.Data))
            {
                found[key] = value;
            }
        }

        foreach (var variable in container.Env)
        {
            var label = variable.ValueFrom?.FieldRef?.FieldPath is { } field &&
                field.StartsWith("metadata.labels['", StringComparison.Ordinal)
                    ? pod.Labels.GetValueOrDefault(field.Split('\'')[1], "")
                    : null;
            found[variable.Name] = variable.Value ?? label ?? $"({variable.ValueFrom?.FieldRef?.FieldPath})";
        }

        return found;
    }

    private static Manifest Parse(YamlMappingNode node)
    {
        var (version, kind) = (Text(node, "apiVersion"), Text(node, "kind"));
        var type = Known.GetValueOrDefault((version, kind)) ??
            throw new FormatException($"{version} {kind} is no kind that these tests know.");
        var name = node.Children.TryGetValue("metadata", out var metadata) && metadata is YamlMappingNode map
            ? Text(map, "name")
            : "";
        return (Manifest)StrictYaml.Read(node, type, $"{kind}/{name}")!;
    }

    private static string Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? $"{value}" : "";
}

/// <summary>Pods of a kind.</summary>
/// <param name="Name">What makes them.</param>
/// <param name="Template">What they are made from.</param>
internal sealed record Pod(string Name, PodTemplate Template)
{
    public Dictionary<string, string> Labels => Template.Metadata.Labels;

    public PodSpec Spec => Template.Spec;

    /// <summary>The number of a port that is meant by its name or by itself; null if there is none.</summary>
    public int? Port(string? name) => Spec.Containers.SelectMany(container => container.Ports)
        .FirstOrDefault(port => port.Name == name || $"{port.Number}" == name)?.Number;
}
