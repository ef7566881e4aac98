using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>Databases keep what was acknowledged, over TLS, and who serves can change nothing they may not.</summary>
internal static class Keeping
{
    private static readonly string[] Duties =
        ["auctions_writer", "auctions_projector", "auctions_reader", "auctions_cluster"];

    /// <summary>Of every installation, that on a laptop included.</summary>
    public static IEnumerable<string> Offences(Manifests manifests)
    {
        foreach (var cluster in manifests.Of<PostgresCluster>())
        {
            var spec = cluster.Spec;
            // What is restored has those of what was backed up.
            if (spec.Bootstrap is not ({ Initdb.DataChecksums: true } or { Initdb: null, Recovery: not null }))
            {
                yield return $"{cluster.Title} has no checksums, and a server refuses it; or it is made in two ways.";
            }

            if (spec.EnableSuperuserAccess != false)
            {
                yield return $"{cluster.Title} lets a superuser in.";
            }

            if (spec.Postgresql.HostRules.FirstOrDefault() != "hostnossl all all all reject")
            {
                yield return $"{cluster.Title} can be reached without TLS.";
            }

            foreach (var unsafeSetting in new[] { "fsync", "full_page_writes", "synchronous_commit" }
                .Where(spec.Postgresql.Parameters.ContainsKey))
            {
                yield return $"{cluster.Title} sets {unsafeSetting}, whose default is right.";
            }

            var roles = (spec.Managed?.Roles ?? []).ToDictionary(role => role.Name);
            if (Duties.Any(duty => roles.GetValueOrDefault(duty) is not { Login: false }))
            {
                yield return $"{cluster.Title} lacks a duty, or somebody can log in as one.";
            }

            if (roles.GetValueOrDefault("app") is not { Login: true, PasswordSecret.Name: "postgres-app" } app ||
                !app.InRoles.Order().SequenceEqual(Duties.Order()) ||
                (spec.Bootstrap.Initdb?.Owner ?? spec.Bootstrap.Recovery?.Owner) is not { } owner || owner == "app" ||
                roles.GetValueOrDefault(owner) is not { Login: true } migrator ||
                !migrator.InRoles.Order().SequenceEqual(Duties.Order()))
            {
                yield return
                    $"{cluster.Title}: app serves with the four duties, and another login, with the same, owns.";
            }
        }
    }

    /// <summary>Of production.</summary>
    public static IEnumerable<string> OffencesInProduction(Manifests manifests)
    {
        foreach (var cluster in manifests.Of<PostgresCluster>())
        {
            if (cluster.Spec.Postgresql.Synchronous is not
                { Method: "any", Number: 1, DataDurability: "required", FailoverQuorum: true } ||
                cluster.Spec.Instances < 3)
            {
                yield return $"{cluster.Title} may lose what was acknowledged in a failover.";
            }

            if (cluster.Spec.Affinity is not { EnablePodAntiAffinity: true, PodAntiAffinityType: "required" })
            {
                yield return $"{cluster.Title} may have two instances on one node.";
            }

            var archiver = cluster.Spec.Plugins.FirstOrDefault(plugin => plugin.IsWalArchiver == true);
            if (archiver is null || !cluster.Spec.Postgresql.Parameters.ContainsKey("archive_timeout"))
            {
                yield return $"{cluster.Title} archives no WAL, or what is written last only after five minutes.";
            }

            // Two timelines in one archive, and neither can be restored.
            if (cluster.Spec.Bootstrap.Recovery is { } recovery && Archive(archiver, cluster) is { } archive &&
                cluster.Spec.ExternalClusters.Any(before =>
                    before.Name == recovery.Source && Archive(before.Plugin, cluster) == archive))
            {
                yield return $"{cluster.Title} archives where that of before did: give it another serverName.";
            }

            var backups = manifests.Of<ScheduledBackup>()
                .Where(backup => backup.Spec.Cluster.Name == cluster.Metadata.Name).ToList();
            if (backups is not [{ Spec: { Method: "plugin", PluginConfiguration: not null } } backup] ||
                backup.Spec.Schedule.Split(' ').Length != 6)
            {
                yield return $"{cluster.Title} has no scheduled backup, or its schedule is not of six fields.";
            }
        }

        if (!manifests.Of<PostgresCluster>().Select(cluster => cluster.Metadata.Name).Order()
            .SequenceEqual(["meta", "shard-0", "shard-1", "shard-2", "shard-3"]))
        {
            yield return "There has to be a meta database, and shards without a gap.";
        }
    }

    private static string? Archive(Plugin? plugin, PostgresCluster cluster) => plugin is null
        ? null
        : plugin.Parameters.GetValueOrDefault("barmanObjectName") + "/" +
            plugin.Parameters.GetValueOrDefault("serverName", cluster.Metadata.Name);
}
