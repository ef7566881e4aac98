using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>What is referred to by name is there, or is made as k8s/README.md says; settings are documented.</summary>
internal static class Referring
{
    // Names that are no keys of ours.
    private static readonly string[] Foreign = ["OTEL_", "POD_", "ORLEANS_"];

    public static IEnumerable<string> Offences(Manifests manifests)
    {
        var accounts = Names<ServiceAccount>(manifests);
        var maps = Names<ConfigMap>(manifests);
        var secrets = manifests.Of<Certificate>().Select(one => one.Spec.SecretName)
            .Concat(Names<PostgresCluster>(manifests).Select(name => $"{name}-ca"))
            .ToHashSet();
        var guide = SourceText.Guide("Secrets");
        return
        [
            .. manifests.Pods.Where(pod => !accounts.Contains(pod.Spec.ServiceAccountName ?? ""))
                .Select(pod => $"{pod.Name} runs as {pod.Spec.ServiceAccountName}, which is no service account."),
            .. ConfigMaps(manifests).Except(maps).Select(name => $"ConfigMap {name} is not there."),
            .. Secrets(manifests).Except(secrets)
                .Where(name => !guide.Contains($"`{name}`", StringComparison.Ordinal))
                .Select(name => $"Secret {name} is made by nothing, and k8s/README.md does not say how."),
            .. Keys(manifests).Where(key => !IsDocumented(key))
                .Select(key => $"{key} is in no table of docs/operations.md or docs/cluster.md."),
            .. Issuers(manifests),
            .. Stores(manifests),
        ];
    }

    private static HashSet<string> Names<T>(Manifests manifests) where T : Manifest =>
        manifests.Of<T>().Select(one => one.Metadata.Name).ToHashSet();

    private static bool IsDocumented(string key) =>
        SourceText.DocumentedKeys.Contains(key) ||
        Foreign.Any(start => key.StartsWith(start, StringComparison.Ordinal));

    private static IEnumerable<string> Keys(Manifests manifests) => manifests.Pods
        .SelectMany(pod => pod.Spec.Containers.SelectMany(container => manifests.Environment(pod, container).Keys))
        .Distinct();

    private static IEnumerable<string> ConfigMaps(Manifests manifests) =>
    [
        .. manifests.Pods.SelectMany(pod => pod.Spec.Volumes).Select(volume => volume.ConfigMap?.Name).OfType<string>(),
        .. manifests.Pods.SelectMany(pod => pod.Spec.Containers).SelectMany(container => container.EnvFrom)
            .Select(source => source.ConfigMapRef?.Name).OfType<string>(),
    ];

    private static IEnumerable<string> Secrets(Manifests manifests)
    {
        var volumes = manifests.Pods.SelectMany(pod => pod.Spec.Volumes).ToList();
        var clusters = manifests.Of<PostgresCluster>().Select(cluster => cluster.Spec).ToList();
        return
        [
            .. volumes.Select(volume => volume.Secret?.SecretName).OfType<string>(),
            .. volumes.SelectMany(volume => volume.Projected?.Sources ?? []).Select(one => one.Secret?.Name)
                .OfType<string>(),
            .. clusters.Select(cluster => cluster.Bootstrap.Initdb?.Secret?.Name).OfType<string>(),
            .. clusters.Select(cluster => cluster.Bootstrap.Recovery?.Secret?.Name).OfType<string>(),
            .. clusters.SelectMany(cluster => cluster.Managed?.Roles ?? [])
                .Select(role => role.PasswordSecret?.Name).OfType<string>(),
            .. manifests.Of<ObjectStore>().Select(store => store.Spec.Configuration.S3Credentials)
                .OfType<BucketCredentials>()
                .SelectMany(key => new[] { key.AccessKeyId.Name, key.SecretAccessKey.Name }),
            .. manifests.Of<Gateway>().SelectMany(gateway => gateway.Spec.Listeners)
                .SelectMany(listener => listener.Tls?.CertificateRefs ?? []).Select(certificate => certificate.Name),
            .. manifests.Of<Issuer>().Select(issuer => issuer.Spec.Ca?.SecretName).OfType<string>(),
        ];
    }

    // An issuer of the whole cluster is the administrator's.
    private static IEnumerable<string> Issuers(Manifests manifests) => manifests.Of<Certificate>()
        .Where(one => one.Spec.IssuerRef.Kind == "Issuer")
        .Where(one => !Names<Issuer>(manifests).Contains(one.Spec.IssuerRef.Name))
        .Select(one => $"{one.Title} is to be issued by {one.Spec.IssuerRef.Name}, which is not there.");

    private static IEnumerable<string> Stores(Manifests manifests) =>
    [
        .. manifests.Of<ScheduledBackup>()
            .Where(one => !Names<PostgresCluster>(manifests).Contains(one.Spec.Cluster.Name))
            .Select(one => $"{one.Title} is of {one.Spec.Cluster.Name}, which is not there."),
        .. manifests.Of<PostgresCluster>().Where(one => one.Spec.Bootstrap.Recovery is { } recovery &&
                one.Spec.ExternalClusters.All(before => before.Name != recovery.Source))
            .Select(one => $"{one.Title} is restored from {one.Spec.Bootstrap.Recovery!.Source}, which is not there."),
        .. manifests.Of<PostgresCluster>()
            .SelectMany(one => one.Spec.Plugins.Concat(one.Spec.ExternalClusters.Select(two => two.Plugin)))
            .OfType<Plugin>().Select(plugin => plugin.Parameters.GetValueOrDefault("barmanObjectName", ""))
            .Except(Names<ObjectStore>(manifests))
            .Select(name => $"ObjectStore {name} is not there."),
    ];
}
