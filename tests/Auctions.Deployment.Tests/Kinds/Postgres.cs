using YamlDotNet.Serialization;

namespace Auctions.Deployment.Tests.Kinds;

/// <summary>CloudNativePG's <c>Cluster</c>: a primary and its standbys.</summary>
internal sealed record PostgresCluster : Manifest
{
    public PostgresClusterSpec Spec { get; set; } = new();
}

internal sealed record PostgresClusterSpec
{
    public string ImageName { get; set; } = "";

    public int Instances { get; set; }

    public bool? EnableSuperuserAccess { get; set; }

    public Bootstrap Bootstrap { get; set; } = new();

    public Managed? Managed { get; set; }

    public PostgresConfiguration Postgresql { get; set; } = new();

    public List<ExternalCluster> ExternalClusters { get; set; } = [];

    public PostgresStorage Storage { get; set; } = new();

    public PostgresStorage? WalStorage { get; set; }

    public Resources? Resources { get; set; }

    public PostgresAffinity? Affinity { get; set; }

    public List<Plugin> Plugins { get; set; } = [];
}

internal sealed record Bootstrap
{
    public InitialDatabase? Initdb { get; set; }

    public Recovery? Recovery { get; set; }
}

internal sealed record Recovery
{
    public string Source { get; set; } = "";

    public string Database { get; set; } = "";

    public string Owner { get; set; } = "";

    public Reference? Secret { get; set; }

    public RecoveryTarget? RecoveryTarget { get; set; }
}

internal sealed record RecoveryTarget
{
    public string? TargetTime { get; set; }
}

internal sealed record ExternalCluster
{
    public string Name { get; set; } = "";

    public Plugin? Plugin { get; set; }
}

internal sealed record InitialDatabase
{
    public string Database { get; set; } = "";

    public string Owner { get; set; } = "";

    public Reference? Secret { get; set; }

    public string? Encoding { get; set; }

    public bool? DataChecksums { get; set; }
}

internal sealed record Managed
{
    public List<ManagedRole> Roles { get; set; } = [];
}

internal sealed record ManagedRole
{
    public string Name { get; set; } = "";

    public bool? Login { get; set; }

    public bool? Inherit { get; set; }

    public Reference? PasswordSecret { get; set; }

    public List<string> InRoles { get; set; } = [];
}

internal sealed record PostgresConfiguration
{
    public Synchronous? Synchronous { get; set; }

    public Dictionary<string, string> Parameters { get; set; } = [];

    [YamlMember(Alias = "pg_hba")]
    public List<string> HostRules { get; set; } = [];
}

internal sealed record Synchronous
{
    public string Method { get; set; } = "";

    public int Number { get; set; }

    public string? DataDurability { get; set; }

    public bool? FailoverQuorum { get; set; }
}

internal sealed record PostgresStorage
{
    public string Size { get; set; } = "";
}

internal sealed record PostgresAffinity
{
    public bool? EnablePodAntiAffinity { get; set; }

    public string? PodAntiAffinityType { get; set; }

    public string? TopologyKey { get; set; }
}

internal sealed record Plugin
{
    public string Name { get; set; } = "";

    [YamlMember(Alias = "isWALArchiver")]
    public bool? IsWalArchiver { get; set; }

    public Dictionary<string, string> Parameters { get; set; } = [];
}

internal sealed record ScheduledBackup : Manifest
{
    public ScheduledBackupSpec Spec { get; set; } = new();
}

internal sealed record ScheduledBackupSpec
{
    public string Schedule { get; set; } = "";

    public bool? Immediate { get; set; }

    public string? BackupOwnerReference { get; set; }

    public string? Target { get; set; }

    public string? Method { get; set; }

    public Plugin? PluginConfiguration { get; set; }

    public Reference Cluster { get; set; } = new();
}

internal sealed record ObjectStore : Manifest
{
    public ObjectStoreSpec Spec { get; set; } = new();
}

internal sealed record ObjectStoreSpec
{
    public string? RetentionPolicy { get; set; }

    public ObjectStoreConfiguration Configuration { get; set; } = new();
}

internal sealed record ObjectStoreConfiguration
{
    public string DestinationPath { get; set; } = "";

    public BucketCredentials? S3Credentials { get; set; }

    public Compressed? Wal { get; set; }

    public Compressed? Data { get; set; }
}

internal sealed record BucketCredentials
{
    public SecretKey AccessKeyId { get; set; } = new();

    public SecretKey SecretAccessKey { get; set; } = new();
}

internal sealed record SecretKey
{
    public string Name { get; set; } = "";

    public string Key { get; set; } = "";
}

internal sealed record Compressed
{
    public string? Compression { get; set; }

    public int? MaxParallel { get; set; }
}
