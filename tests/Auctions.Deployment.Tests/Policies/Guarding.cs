using System.Text.RegularExpressions;
using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>Pods may do little, images are those that were meant, no secret is in the repository.</summary>
internal static partial class Guarding
{
    private static readonly string[] Measures = ["cpu", "memory"];

    public static IEnumerable<string> Offences(Manifests manifests) =>
    [
        .. manifests.Pods.SelectMany(Pod),
        .. manifests.Pods.SelectMany(pod => pod.Spec.Containers.SelectMany(container => Container(pod, container))),
        .. manifests.Of<ServiceAccount>().Where(account => account.AutomountServiceAccountToken != false)
            .Select(account => $"{account.Title} gives its token to whoever does not ask."),
        .. manifests.Of<Role>().SelectMany(role => role.Rules).Where(rule => !MayOnlyLookAtPods(rule)).Select(rule =>
            $"A role may {string.Join(", ", rule.Verbs)} {string.Join(", ", rule.Resources)}."),
        .. manifests.Of<PostgresCluster>().Where(cluster => !IsPinned(cluster.Spec.ImageName))
            .Select(cluster =>
                $"{cluster.Title} has the image {cluster.Spec.ImageName}, which may be another tomorrow."),
        .. manifests.Of<PostgresCluster>().Where(cluster => !IsBounded(cluster.Spec.Resources))
            .Select(cluster => $"{cluster.Title} lacks requests or limits."),
        .. Values(manifests).Where(one => LooksSecret().IsMatch(one.Value))
            .Select(one => $"{one.Place} looks like a secret."),
    ];

    private static IEnumerable<string> Pod(Pod pod)
    {
        if (pod.Spec.SecurityContext is not
            { RunAsNonRoot: true, RunAsUser: > 0, RunAsGroup: > 0, SeccompProfile.Type: "RuntimeDefault" })
        {
            yield return $"{pod.Name} may run as root, or without a seccomp profile.";
        }

        // Ours are the .NET images' user app; the files of secrets belong to its group.
        if (pod.Name != "collector" && pod.Spec.SecurityContext is not
            { RunAsUser: 1654, RunAsGroup: 1654, FsGroup: 1654 })
        {
            yield return $"{pod.Name} is not user and group 1654.";
        }

        if (pod.Spec.AutomountServiceAccountToken != (pod.Name == "silo"))
        {
            yield return $"{pod.Name} has a token of the API server, which only silos need.";
        }
    }

    private static IEnumerable<string> Container(Pod pod, Container container)
    {
        if (container.SecurityContext is not
            { AllowPrivilegeEscalation: false, ReadOnlyRootFilesystem: true, Capabilities: { Drop: ["ALL"], Add: [] } })
        {
            yield return $"{pod.Name}: {container.Name} may gain rights, or change its own files.";
        }

        if (!IsPinned(container.Image))
        {
            yield return $"{pod.Name} has the image {container.Image}, which may be another tomorrow.";
        }

        if (container.Image.Contains("orleans-auctions/", StringComparison.Ordinal) &&
            Reference().Match(container.Image).Groups["tag"] is { Success: true } tag &&
            tag.Value != SourceText.Version)
        {
            yield return $"{pod.Name} has the image {container.Image}; this is version {SourceText.Version}.";
        }

        if (!IsBounded(container.Resources))
        {
            yield return $"{pod.Name}: {container.Name} lacks requests or limits.";
        }
    }

    private static bool MayOnlyLookAtPods(AccessRule rule) =>
        rule.Resources is ["pods"] && !rule.Verbs.Except(["get", "list", "watch"]).Any();

    // By its digest, whatever the tag beside it, or by a tag that stays.
    private static bool IsPinned(string image) => Reference().Match(image) is { Success: true } reference &&
        (reference.Groups["digest"].Success || reference.Groups["tag"] is { Success: true, Value: not "latest" });

    private static bool IsBounded(Resources? resources) => resources is not null &&
        Measures.All(measure => resources.Requests.ContainsKey(measure) && resources.Limits.ContainsKey(measure));

    private static IEnumerable<(string Place, string Value)> Values(Manifests manifests) =>
    [
        .. manifests.Pods.SelectMany(pod => pod.Spec.Containers.SelectMany(container => container.Env.Select(
            variable => ($"{pod.Name}: {variable.Name}", $"{variable.Name}={variable.Value}")))),
        .. manifests.Pods.SelectMany(pod => pod.Spec.Containers.SelectMany(container => container.Args.Select(
            argument => ($"{pod.Name}: an argument", argument)))),
        .. manifests.Of<ConfigMap>().SelectMany(map => map.Data.Select(
            entry => ($"{map.Title}: {entry.Key}", $"{entry.Key}={entry.Value}"))),
    ];

    // A key file's place is none.
    [GeneratedRegex(
        @"password\s*[=:]\s*\S|pwd\s*=\s*\S|-----BEGIN|^Storage__(Meta|Shards|Replicas)|secret\w*=(?!/)\S|" +
        @"token\w*=(?!/)\S|\beyJ[A-Za-z0-9_-]{10,}\.",
        RegexOptions.IgnoreCase)]
    private static partial Regex LooksSecret();

    // kustomize leaves the tag out where it is given a digest.
    [GeneratedRegex(@"^[^@]+?(:(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]*))?(@(?<digest>sha256:[0-9a-f]{64}))?$")]
    private static partial Regex Reference();
}
