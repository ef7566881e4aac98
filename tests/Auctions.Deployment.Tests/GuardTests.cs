using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Policies;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests;

/// <summary>What may be done, what is kept and how it is scaled: each policy is seen to find what breaks it.</summary>
public sealed class GuardTests
{
    private const string Digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [KubectlTheory]
    [InlineData("registry.example/orleans-auctions/silo")]
    [InlineData("registry.example:5000/orleans-auctions/silo")]
    [InlineData("registry.example/somebody/silo:latest")]
    public void An_image_that_may_be_another_tomorrow_is_found(string image) => Broken.IsFound(
        Guarding.Offences, "may be another tomorrow", manifests => Silo(manifests).Image = image);

    [KubectlTheory]
    [InlineData("orleans-auctions/silo:0.1.0", "")]
    [InlineData("orleans-auctions/silo:0.1.0", Digest)]
    [InlineData("registry.example:5000/orleans-auctions/silo", Digest)]
    public void An_image_may_be_pinned_by_its_digest(string image, string digest) => Broken.AreFound(
        Guarding.Offences, [], manifests => Silo(manifests).Image = image + digest);

    [KubectlTheory]
    [InlineData("orleans-auctions/silo:9.9.9")]
    [InlineData("orleans-auctions/silo:9.9.9" + Digest)]
    [InlineData("orleans-auctions/silo:latest" + Digest)]
    public void An_image_of_another_version_is_found(string image) => Broken.IsFound(
        Guarding.Offences, "this is version", manifests => Silo(manifests).Image = image);

    [KubectlTheory]
    [InlineData("Db", "Host=a;Password=b")]
    [InlineData("Storage__Meta", "Host=a")]
    [InlineData("Auth__ClientSecret", "abc")]
    [InlineData("Key", "-----BEGIN PRIVATE KEY-----")]
    public void A_secret_in_the_environment_is_found(string name, string value) => Broken.IsFound(
        Guarding.Offences, "looks like a secret", manifests =>
            Silo(manifests).Env.Add(new EnvironmentVariable { Name = name, Value = value }));

    [KubectlTheory]
    [InlineData("cpu")]
    [InlineData("memory")]
    public void A_container_without_bounds_is_found(string measure) => Broken.IsFound(
        Guarding.Offences, "silo lacks requests or limits", manifests =>
            Silo(manifests).Resources!.Limits.Remove(measure));

    [KubectlFact]
    public void A_container_that_may_change_its_files_is_found() => Broken.IsFound(
        Guarding.Offences, "may gain rights", manifests =>
            Silo(manifests).SecurityContext!.ReadOnlyRootFilesystem = false);

    [KubectlFact]
    public void A_container_that_keeps_capabilities_is_found() => Broken.IsFound(
        Guarding.Offences, "may gain rights", manifests =>
            Silo(manifests).SecurityContext!.Capabilities!.Add.Add("NET_RAW"));

    [KubectlFact]
    public void A_pod_that_runs_as_root_is_found() => Broken.IsFound(
        Guarding.Offences, "collector may run as root", manifests =>
            Pod(manifests, "collector").SecurityContext!.RunAsUser = 0);

    [KubectlFact]
    public void A_token_for_who_needs_none_is_found() => Broken.IsFound(
        Guarding.Offences, "front-end has a token", manifests =>
            Pod(manifests, "front-end").AutomountServiceAccountToken = null);

    [KubectlFact]
    public void A_role_that_may_change_something_is_found() => Broken.IsFound(
        Guarding.Offences, "A role may", manifests => manifests.The<Role>("silo").Rules[0].Verbs.Add("delete"));

    [KubectlFact]
    public void A_service_account_that_is_not_there_is_found() => Broken.IsFound(
        Referring.Offences, "which is no service account", manifests =>
            Pod(manifests, "silo").ServiceAccountName = "nobody");

    [KubectlFact]
    public void A_secret_that_nothing_makes_is_found() => Broken.IsFound(
        Referring.Offences, "Secret silo-tls is made by nothing", manifests =>
            manifests.The<Certificate>("silo").Spec.SecretName = "other");

    [KubectlFact]
    public void A_config_map_that_is_not_there_is_found() => Broken.IsFound(
        Referring.Offences, "ConfigMap nothing is not there", manifests =>
            Silo(manifests).EnvFrom[0].ConfigMapRef!.Name = "nothing");

    [KubectlFact]
    public void A_setting_that_no_document_knows_is_found() => Broken.IsFound(
        Referring.Offences, "Engine__DrainMilliseconds is in no table", manifests =>
            Silo(manifests).Env.Add(new EnvironmentVariable { Name = "Engine__DrainMilliseconds", Value = "500" }));

    [KubectlFact]
    public void Asynchronous_replication_is_found() => Broken.IsFound(
        Keeping.OffencesInProduction, "Cluster shard-1 may lose what was acknowledged", manifests =>
            manifests.The<PostgresCluster>("shard-1").Spec.Postgresql.Synchronous = null);

    [KubectlFact]
    public void Durability_that_is_only_preferred_is_found() => Broken.IsFound(
        Keeping.OffencesInProduction, "Cluster meta may lose", manifests =>
            manifests.The<PostgresCluster>("meta").Spec.Postgresql.Synchronous!.DataDurability = "preferred");

    [KubectlFact]
    public void A_database_without_a_backup_is_found() => Broken.IsFound(
        Keeping.OffencesInProduction, "Cluster shard-3 has no scheduled backup", manifests =>
            manifests.All.RemoveAll(one => one is ScheduledBackup && one.Metadata.Name == "shard-3"));

    [KubectlFact]
    public void A_login_that_serves_and_owns_is_found() => Broken.IsFound(
        Keeping.Offences, "another login, with the same, owns", manifests =>
            manifests.The<PostgresCluster>("meta").Spec.Bootstrap.Initdb!.Owner = "app");

    [KubectlFact]
    public void A_database_without_TLS_is_found() => Broken.IsFound(
        Keeping.Offences, "without TLS", manifests =>
            manifests.The<PostgresCluster>("meta").Spec.Postgresql.HostRules.Clear());

    [KubectlTheory]
    [InlineData("valueLocation", "replicas", "divided by 1")]
    [InlineData("targetValue", "2", "divided by 1")]
    [InlineData("url", "http://front-end-internal.orleans-auctions.svc:8081/internal/scale", "has to be a path")]
    [InlineData("url", "http://front-end.orleans-auctions.svc:80/internal/scaling", "has to be a path")]
    public void A_trigger_that_asks_for_something_else_is_found(string key, string value, string mention) =>
        Broken.IsFound(Scaling.Offences, mention, manifests => manifests.The<ScaledObject>("silo").Spec.Triggers
            .Single(one => one.Type == "metrics-api").Metadata[key] = value);

    [KubectlFact]
    public void Two_silos_in_production_are_found() => Broken.AreFound(
        Scaling.Offences, ["fewer than 3 silos", "other numbers of silos"], manifests =>
            manifests.The<ScaledObject>("silo").Spec.MinReplicaCount = 2);

    [KubectlFact]
    public void Silos_that_go_too_soon_are_found() => Broken.IsFound(
        Scaling.Offences, "go one at a time", manifests => manifests.The<ScaledObject>("silo").Spec.Advanced!
            .HorizontalPodAutoscalerConfig!.Behavior!.ScaleDown!.StabilizationWindowSeconds = 300);

    [KubectlFact]
    public void A_number_of_silos_that_fights_the_scaling_is_found() => Broken.IsFound(
        Scaling.Offences, "set back by every apply", manifests =>
            manifests.The<Workload>("silo").Spec.Replicas = 3);

    private static PodSpec Pod(Manifests manifests, string name) => manifests.Pods.Single(pod => pod.Name == name).Spec;

    private static Container Silo(Manifests manifests) => Pod(manifests, "silo").Containers[0];
}
