using System.Net;
using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>Who can reach whom, as the network policies have it.</summary>
internal static class Network
{
    private const string NamespaceLabel = "kubernetes.io/metadata.name";

    // Of the base's kustomization.
    private const string Ours = "orleans-auctions";

    /// <summary>Pods by namespace and labels; what is outside of the cluster, or a node, by its address.</summary>
    public sealed record Place(
        string? Namespace = null, IReadOnlyDictionary<string, string>? Labels = null, string? Address = null);

    /// <summary>A pod of this installation.</summary>
    public static Place Pod(Manifests manifests, string name) => new(
        Ours,
        Selecting.Foreign.TryGetValue(name, out var pods)
            ? pods.Labels
            : manifests.Pods.Single(pod => pod.Name == name).Labels);

    /// <summary>Whether a connection is let out and in.</summary>
    public static bool Allows(Manifests manifests, Place from, Place to, int port, string protocol = "TCP") =>
        Lets(manifests, "Egress", from, to, (port, protocol)) && Lets(manifests, "Ingress", to, from, (port, protocol));

    /// <summary>Every pod is closed but for what is opened, in both directions.</summary>
    public static IEnumerable<string> Offences(Manifests manifests)
    {
        var places = manifests.Pods.Select(pod => (pod.Name, pod.Labels))
            .Append(("postgres", Selecting.Foreign["postgres"].Labels));
        foreach (var (name, labels) in places)
        {
            var types = Of(manifests, labels).SelectMany(policy => policy.PolicyTypes).ToHashSet();
            if (!types.SetEquals(["Ingress", "Egress"]))
            {
                yield return $"{name} is open to everybody, or may go anywhere.";
            }
        }

        if (!manifests.Of<NetworkPolicy>().Select(policy => policy.Spec).Any(spec =>
            spec is { Ingress: [], Egress: [], PolicyTypes.Count: 2 } &&
            spec.PodSelector is { MatchLabels.Count: 0, MatchExpressions: [] }))
        {
            yield return "What no policy names is open: a policy for all pods, without rules, is missing.";
        }

        foreach (var policy in manifests.Of<NetworkPolicy>().Where(policy =>
            policy.Spec.Ingress.Concat(policy.Spec.Egress)
                .Any(rule => rule.Ports.Count == 0 || rule.From.Count + rule.To.Count == 0)))
        {
            yield return $"{policy.Title} has a rule that opens all ports, or to everybody.";
        }
    }

    private static IEnumerable<NetworkPolicySpec> Of(Manifests manifests, IReadOnlyDictionary<string, string> labels) =>
        manifests.Of<NetworkPolicy>().Select(policy => policy.Spec).Where(spec => spec.PodSelector.Takes(labels));

    // Places outside of our namespace are let do as they like.
    private static bool Lets(
        Manifests manifests, string direction, Place self, Place other, (int Port, string Protocol) end)
    {
        if (self is not { Namespace: Ours, Labels: not null })
        {
            return true;
        }

        var policies = Of(manifests, self.Labels).Where(policy => policy.PolicyTypes.Contains(direction)).ToList();
        return policies.Count == 0 || policies
            .SelectMany(policy => direction == "Ingress" ? policy.Ingress : policy.Egress)
            .Any(rule => rule.Ports.Any(one => (one.Port, one.Protocol ?? "TCP") == end) &&
                (direction == "Ingress" ? rule.From : rule.To).Any(peer => IsMeant(peer, other)));
    }

    // What a peer leaves out: of the namespace ours, of the pods all.
    private static bool IsMeant(Peer peer, Place place)
    {
        if (peer.IpBlock is { } block)
        {
            return place.Address is { } address && IPNetwork.Parse(block.Cidr).Contains(IPAddress.Parse(address));
        }

        return place.Namespace is { } name &&
            (peer.NamespaceSelector is { } namespaces
                ? namespaces.Takes(new Dictionary<string, string> { [NamespaceLabel] = name })
                : name == Ours) &&
            (peer.PodSelector?.Takes(place.Labels ?? new Dictionary<string, string>()) ?? true);
    }
}
