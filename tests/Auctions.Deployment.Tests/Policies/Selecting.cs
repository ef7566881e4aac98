using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>What chooses pods by their labels chooses those that are meant.</summary>
internal static class Selecting
{
    /// <summary>Pods that others make here: their labels, and where they listen.</summary>
    public static IReadOnlyDictionary<string, (Dictionary<string, string> Labels, int[] Ports)> Foreign { get; } =
        new Dictionary<string, (Dictionary<string, string>, int[])>
        {
            // CloudNativePG: PostgreSQL, the instance manager's status, its metrics.
            ["postgres"] = (
                new() { ["cnpg.io/cluster"] = "shard-0", ["cnpg.io/podRole"] = "instance" }, [5432, 8000, 9187]),

            // cert-manager, while it shows that a host name is ours.
            ["acme-solver"] = (new() { ["acme.cert-manager.io/http01-solver"] = "true" }, [8089]),
        };

    public static IEnumerable<string> Offences(Manifests manifests)
    {
        var own = manifests.Pods.Select(pod => pod.Labels).ToList();
        var all = own.Concat(Foreign.Values.Select(pods => pods.Labels)).ToList();
        foreach (var deployment in manifests.Of<Workload>())
        {
            var taken = own.Where(deployment.Spec.Selector.Takes).ToList();
            if (taken.Count != 1 || taken[0] != deployment.Spec.Template.Metadata.Labels)
            {
                yield return
                    $"{deployment.Title} selects pods of {taken.Count} templates, and has to select its own alone.";
            }
        }

        foreach (var (title, selector) in Selectors(manifests).Where(one => !all.Any(one.Selector.Takes)))
        {
            yield return $"{title} selects no pod.";
        }

        foreach (var (title, target) in Targets(manifests).Where(one =>
            one.Target.Kind != "Deployment" ||
            manifests.Of<Workload>().All(deployment => deployment.Metadata.Name != one.Target.Name)))
        {
            yield return $"{title} scales {target.Kind} {target.Name}, which is not there.";
        }
    }

    private static IEnumerable<(string Title, Selector Selector)> Selectors(Manifests manifests) =>
    [
        .. manifests.Of<Service>().Select(one => (one.Title, new Selector { MatchLabels = one.Spec.Selector })),
        .. manifests.Of<PodDisruptionBudget>().Select(one => (one.Title, one.Spec.Selector)),
        .. manifests.Of<NetworkPolicy>().Select(one => (one.Title, one.Spec.PodSelector)),
        .. manifests.Of<PodMonitor>().Select(one => (one.Title, one.Spec.Selector)),
        .. manifests.Of<NetworkPolicy>().SelectMany(one => one.Spec.Ingress.Concat(one.Spec.Egress)
            .SelectMany(rule => rule.From.Concat(rule.To))
            .Where(peer => peer is { PodSelector: not null, NamespaceSelector: null })
            .Select(peer => ($"{one.Title}, a peer,", peer.PodSelector!))),
        .. manifests.Pods.SelectMany(pod => pod.Spec.TopologySpreadConstraints
            .Select(spread => ($"{pod.Name} spreads over {spread.TopologyKey} and", spread.LabelSelector))),
    ];

    private static IEnumerable<(string Title, Reference Target)> Targets(Manifests manifests) =>
        manifests.Of<ScaledObject>().Select(one => (one.Title, one.Spec.ScaleTargetRef))
            .Concat(manifests.Of<HorizontalPodAutoscaler>().Select(one => (one.Title, one.Spec.ScaleTargetRef)));
}
