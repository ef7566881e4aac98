using System.Text.RegularExpressions;
using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;
using Auctions.Processes;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>Files that settings, arguments and connection strings name are in the container.</summary>
internal static partial class Mounting
{
    private static readonly (string Setting, string Key)[] Tls =
    [
        ("Cluster__Tls__CertificateFile", "tls.crt"),
        ("Cluster__Tls__KeyFile", "tls.key"),
        ("Cluster__Tls__AuthorityFile", "ca.crt"),
    ];

    public static IEnumerable<string> Offences(Manifests manifests) =>
        from pod in manifests.Pods
        from container in pod.Spec.Containers
        from offence in Container(manifests, pod, container)
        select $"{pod.Name}: {offence}";

    private static IEnumerable<string> Container(Manifests manifests, Pod pod, Container container)
    {
        var volumes = pod.Spec.Volumes.ToDictionary(volume => volume.Name);
        foreach (var mount in container.VolumeMounts.Where(mount => !volumes.ContainsKey(mount.Name)))
        {
            yield return $"{mount.MountPath} is of {mount.Name}, which is no volume.";
        }

        var files = container.VolumeMounts.Where(mount => volumes.ContainsKey(mount.Name))
            .SelectMany(mount => Files(manifests, volumes[mount.Name]).Select(file => $"{mount.MountPath}/{file}"))
            .ToHashSet();
        foreach (var file in container.Args.Select(argument => FileArgument().Match(argument).Groups[1].Value)
            .Where(file => file.Length > 0 && !files.Contains(file)))
        {
            yield return $"{file} of an argument is mounted nowhere.";
        }

        var environment = manifests.Environment(pod, container);
        foreach (var (setting, key) in Tls)
        {
            if (environment.TryGetValue(setting, out var file) &&
                (!files.Contains(file) || !file.EndsWith($"/{key}", StringComparison.Ordinal)))
            {
                yield return $"{setting} is {file}, where no {key} is mounted.";
            }
        }

        if (!environment.TryGetValue("Secrets__Directory", out var secrets))
        {
            yield break;
        }

        if (!container.VolumeMounts.Any(mount => mount.MountPath == secrets &&
            volumes.GetValueOrDefault(mount.Name)?.Secret is { SecretName: "storage-app" or "storage-migrator" }))
        {
            yield return $"Secrets__Directory is {secrets}, where no connection strings are mounted.";
        }

        foreach (var authority in manifests.Of<PostgresCluster>()
            .Select(cluster => Authority().Match(RepositoryRoot.Read("k8s/README.md")).Groups[1].Value
                .Replace("%s", cluster.Metadata.Name, StringComparison.Ordinal))
            .Where(authority => !files.Contains(authority)))
        {
            yield return $"{authority} of a connection string is mounted nowhere.";
        }
    }

    // What is known of a volume: a secret made by hand has what its maker gave.
    private static IEnumerable<string> Files(Manifests manifests, Volume volume) =>
    [
        .. manifests.Of<Certificate>().Any(one => one.Spec.SecretName == volume.Secret?.SecretName)
            ? Tls.Select(file => file.Key)
            : [],
        .. manifests.Of<ConfigMap>().Where(one => one.Metadata.Name == volume.ConfigMap?.Name)
            .SelectMany(one => one.Data.Keys),
        .. (volume.Projected?.Sources ?? []).Select(source => source.Secret).OfType<ProjectedSecret>()
            .SelectMany(secret => secret.Items).Select(item => item.Path),
    ];

    [GeneratedRegex("^--[a-z]+=(/.+)$")]
    private static partial Regex FileArgument();

    [GeneratedRegex("Root Certificate=([^;']+)")]
    private static partial Regex Authority();
}
