using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Policies;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests;

/// <summary>Whatever a policy is there to find, it finds: ways of breaking production, by their offences.</summary>
public sealed class OffenceTests
{
    private static readonly Dictionary<string, Break> Breaks = new()
    {
        ["silo is not user and group 1654."] = new(Guarding.Offences, all => Context(all, "silo").RunAsUser = 1000),
        ["front-end is not user and group 1654."] = new(
            Guarding.Offences, all => Context(all, "front-end").RunAsGroup = 1000),
        ["migration is not user and group 1654."] = new(
            Guarding.Offences, all => Context(all, "migration").FsGroup = 1),
        ["collector may run as root, or without"] = new(
            Guarding.Offences, all => Context(all, "collector").SeccompProfile = null),
        ["ServiceAccount silo gives its token"] = new(
            Guarding.Offences, all => all.The<ServiceAccount>("silo").AutomountServiceAccountToken = null),
        ["A role may get, list, watch secrets."] = new(
            Guarding.Offences, all => all.The<Role>("silo").Rules[0].Resources = ["secrets"]),
        ["Cluster meta has the image postgresql:latest"] = new(
            Guarding.Offences, all => Database(all, "meta").ImageName = "postgresql:latest"),
        ["Cluster meta lacks requests or limits."] = new(
            Guarding.Offences, all => Database(all, "meta").Resources!.Limits.Remove("memory")),
        ["front-end: front-end lacks requests or limits."] = new(
            Guarding.Offences, all => One(all, "front-end").Resources!.Requests.Remove("cpu")),
        ["collector: collector lacks requests or limits."] = new(
            Guarding.Offences, all => One(all, "collector").Resources = null),
        ["migration: an argument looks like a secret."] = new(
            Guarding.Offences, all => One(all, "migration").Args.Add("--Storage:Meta=Host=a;Password=b")),
        ["ConfigMap dashboard: key looks like a secret."] = new(
            Guarding.Offences, all => all.The<ConfigMap>("dashboard").Data["key"] = "-----BEGIN PRIVATE KEY-----"),

        ["collector is probed at port nothing, which"] = new(
            Listening.Offences, all => One(all, "collector").LivenessProbe!.HttpGet.Port = new IntOrText("nothing")),
        ["PodMonitor collector asks port nothing of collector"] = new(
            Listening.Offences, all => all.The<PodMonitor>("collector").Spec.PodMetricsEndpoints[0].Port = "nothing"),
        ["silo exports to http://collector:4316, which is no service."] = new(
            Listening.Offences, all => Set(all, "silo", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4316")),
        ["Service collector leads to port other of collector"] = new(
            Listening.Offences, all => all.The<Service>("collector").Spec.Ports[0].TargetPort = new IntOrText("other")),
        ["NetworkPolicy silo opens port 11112"] = new(
            Listening.Offences, all => all.The<NetworkPolicy>("silo").Spec.Egress[0].Ports[0].Port = 11112),
        ["NetworkPolicy acme-solver opens port 8090"] = new(
            Listening.Offences, all => all.The<NetworkPolicy>("acme-solver").Spec.Ingress[0].Ports[0].Port = 8090),

        ["front-end, liveness: asks another port"] = new(
            Probing.Offences, all => One(all, "front-end").LivenessProbe!.HttpGet.Port = new IntOrText("http")),
        ["silo, startup: asks , and has to ask"] = new(Probing.Offences, all => One(all, "silo").StartupProbe = null),
        ["silo, liveness: asks /healthz/live, and has to ask /healthz/live, which has to exist."] = new(
            all => Probing.Offences(all, Without("silo", "/healthz/live")), _ => { }),

        ["front-end sets Cluster__ServiceId beside"] = new(
            Membership.Offences, all => Set(all, "front-end", "Cluster__ServiceId", "orleans-auctions")),
        ["silo sets cluster__clusterid beside"] = new(
            Membership.Offences, all => Set(all, "silo", "cluster__clusterid", "orleans-auctions")),

        ["Certificate silo is to be issued by nobody"] = new(
            Referring.Offences, all => all.The<Certificate>("silo").Spec.IssuerRef.Name = "nobody"),
        ["ScheduledBackup meta is of other, which is not there."] = new(
            Referring.Offences, all => all.The<ScheduledBackup>("meta").Spec.Cluster.Name = "other"),
        ["ObjectStore other is not there."] = new(
            Referring.Offences, all => Database(all, "meta").Plugins[0].Parameters["barmanObjectName"] = "other"),

        ["Cluster meta has no checksums"] = new(
            Keeping.Offences, all => Database(all, "meta").Bootstrap.Initdb!.DataChecksums = null),
        ["Cluster meta lets a superuser in."] = new(
            Keeping.Offences, all => Database(all, "meta").EnableSuperuserAccess = null),
        ["Cluster shard-0 sets fsync"] = new(Keeping.Offences, all => Tune(all, "shard-0", "fsync", "off")),
        ["Cluster shard-1 sets full_page_writes"] = new(
            Keeping.Offences, all => Tune(all, "shard-1", "full_page_writes", "off")),
        ["Cluster shard-2 sets synchronous_commit"] = new(
            Keeping.Offences, all => Tune(all, "shard-2", "synchronous_commit", "local")),
        ["Cluster meta lacks a duty, or somebody"] = new(
            Keeping.Offences, all => Role(all, "meta", "auctions_reader").Login = true),
        ["Cluster shard-0 lacks a duty, or somebody"] = new(
            Keeping.Offences, all => Database(all, "shard-0").Managed!.Roles.RemoveAll(
                role => role.Name == "auctions_projector")),
        ["Cluster shard-1: app serves with the four duties"] = new(
            Keeping.Offences, all => Role(all, "shard-1", "app").InRoles.Remove("auctions_writer")),
        ["Cluster shard-2: app serves with the four duties"] = new(
            Keeping.Offences, all => Role(all, "shard-2", "migrator").InRoles.Add("postgres")),
        ["Cluster shard-0 may lose what was acknowledged"] = new(
            Keeping.OffencesInProduction, all => Database(all, "shard-0").Instances = 2),
        ["Cluster shard-1 may lose what was acknowledged"] = new(
            Keeping.OffencesInProduction, all =>
                Database(all, "shard-1").Postgresql.Synchronous!.FailoverQuorum = null),
        ["Cluster meta may have two instances on one node."] = new(
            Keeping.OffencesInProduction, all => Database(all, "meta").Affinity!.PodAntiAffinityType = "preferred"),
        ["Cluster meta archives no WAL"] = new(
            Keeping.OffencesInProduction, all => Database(all, "meta").Plugins[0].IsWalArchiver = null),
        ["Cluster shard-3 archives no WAL, or what is written last only"] = new(
            Keeping.OffencesInProduction, all =>
                Database(all, "shard-3").Postgresql.Parameters.Remove("archive_timeout")),
        ["Cluster meta has no scheduled backup, or its schedule"] = new(
            Keeping.OffencesInProduction, all => all.The<ScheduledBackup>("meta").Spec.Schedule = "0 2 * * *"),
        ["shards without a gap"] = new(
            Keeping.OffencesInProduction, all => all.All.Remove(all.The<PostgresCluster>("shard-2"))),

        ["silo is scaled twice."] = new(
            Scaling.Offences, all =>
                all.The<HorizontalPodAutoscaler>("front-end").Spec.ScaleTargetRef.Name = "silo"),
        ["Where nobody tells how many silos are needed"] = new(
            Scaling.Offences, all => Silos(all).Fallback!.Behavior = null),
        ["some may be taken away."] = new(Scaling.Offences, all => Silos(all).Fallback!.Replicas = 2),
        ["What no calendar tells is told by the processors."] = new(
            Scaling.Offences, all => Silos(all).Triggers.RemoveAll(trigger => trigger.Type == "cpu")),
        ["Front ends plan with other numbers of silos"] = new(
            Scaling.Offences, all => Silos(all).MaxReplicaCount = 13),
        ["Silos come at once"] = new(
            Scaling.Offences, all => Behavior(all).ScaleUp!.StabilizationWindowSeconds = null),
        ["go one at a time"] = new(Scaling.Offences, all => Behavior(all).ScaleDown!.Policies[0].PeriodSeconds = 60),

        ["silo gives an auction 10000 ms to end, and waits 10000 ms"] = new(
            Stopping.Offences, all => Set(all, "silo", "Engine__DrainMs", "10000")),
        ["silo stops within 120 s, and one auction may take 120000 ms."] = new(
            Stopping.Offences, all => Set(all, "silo", "Engine__DeactivationDeadlineMs", "120000")),
        ["silo waits for a place on nodes that take no pods"] = new(
            Stopping.Offences, all => Of(all, "silo").TopologySpreadConstraints[0].NodeTaintsPolicy = null),
        ["Deployment silo needs one budget"] = new(
            Stopping.Offences, all => all.All.Remove(all.The<PodDisruptionBudget>("silo"))),

        ["silo: /other is of storages, which is no volume."] = new(
            Mounting.Offences, all => One(all, "silo").VolumeMounts.Add(
                new VolumeMount { Name = "storages", MountPath = "/other" })),
        ["silo: Secrets__Directory is /secret, where no"] = new(
            Mounting.Offences, all => Set(all, "silo", "Secrets__Directory", "/secret")),
        ["front-end: Secrets__Directory is /tls, where no"] = new(
            Mounting.Offences, all => Set(all, "front-end", "Secrets__Directory", "/tls")),
        ["silo: Cluster__Tls__KeyFile is /tls/key.pem, where no tls.key"] = new(
            Mounting.Offences, all => Change(all, "silo", "Cluster__Tls__KeyFile", "/tls/key.pem")),
        ["silo: Cluster__Tls__AuthorityFile is /tls/tls.crt, where no ca.crt"] = new(
            Mounting.Offences, all => Change(all, "silo", "Cluster__Tls__AuthorityFile", "/tls/tls.crt")),
        ["front-end: Cluster__Tls__CertificateFile is /cert/tls.crt, where no tls.crt"] = new(
            Mounting.Offences, all => Change(all, "front-end", "Cluster__Tls__CertificateFile", "/cert/tls.crt")),
        ["migration: /postgres-ca/shard-3/ca.crt of a connection string"] = new(
            Mounting.Offences, all => Of(all, "migration").Volumes.Single(one => one.Name == "postgres-ca")
                .Projected!.Sources[4].Secret!.Items[0].Path = "shard-4/ca.crt"),
        ["collector: /etc/collector/collector-config.yaml of an argument"] = new(
            Mounting.Offences, all => One(all, "collector").VolumeMounts[0].MountPath = "/etc/otel"),

        ["HTTPRoute front-end ends live views"] = new(
            Routing.Offences, all => Route(all, "front-end").Rules[0].Timeouts = null),
        ["live views, which are answers that go on"] = new(
            Routing.Offences, all => Route(all, "front-end").Rules[0].Timeouts!.Request = "60s"),
        ["HTTPRoute front-end is of no listener, or of one without TLS."] = new(
            Routing.Offences, all => Route(all, "front-end").ParentRefs[0].SectionName = "http"),
        ["HTTPRoute to-https is of no listener"] = new(
            Routing.Offences, all => Route(all, "to-https").ParentRefs[0].Name = "nobody"),

        ["NetworkPolicy silo, a peer, selects no pod."] = new(
            Selecting.Offences, all => all.The<NetworkPolicy>("silo").Spec.Egress[0].To[0].PodSelector = new Selector
            {
                MatchLabels = { ["app.kubernetes.io/name"] = "silos" },
            }),
        ["PodDisruptionBudget silo selects no pod."] = new(
            Selecting.Offences, all =>
                all.The<PodDisruptionBudget>("silo").Spec.Selector.MatchLabels["app.kubernetes.io/name"] = "silos"),
        ["silo spreads over kubernetes.io/hostname and selects no pod."] = new(
            Selecting.Offences, all => Of(all, "silo").TopologySpreadConstraints[0].LabelSelector
                .MatchLabels["app.kubernetes.io/name"] = "silos"),
        ["HorizontalPodAutoscaler front-end scales StatefulSet front-end"] = new(
            Selecting.Offences, all =>
                all.The<HorizontalPodAutoscaler>("front-end").Spec.ScaleTargetRef.Kind = "StatefulSet"),
    };

    public static TheoryData<string> Offences => [.. Breaks.Keys];

    [KubectlTheory]
    [MemberData(nameof(Offences))]
    public void What_breaks_a_policy_is_found(string offence) =>
        Broken.IsFound(Breaks[offence].Policy, offence, Breaks[offence].Change);

    private static PodSpec Of(Manifests all, string pod) => all.Pods.Single(one => one.Name == pod).Spec;

    private static Container One(Manifests all, string pod) => Of(all, pod).Containers[0];

    private static SecurityContext Context(Manifests all, string pod) => Of(all, pod).SecurityContext!;

    private static void Set(Manifests all, string pod, string name, string value) =>
        One(all, pod).Env.Add(new EnvironmentVariable { Name = name, Value = value });

    private static void Change(Manifests all, string pod, string name, string value) =>
        One(all, pod).Env.Single(variable => variable.Name == name).Value = value;

    private static PostgresClusterSpec Database(Manifests all, string name) => all.The<PostgresCluster>(name).Spec;

    private static void Tune(Manifests all, string name, string parameter, string value) =>
        Database(all, name).Postgresql.Parameters[parameter] = value;

    private static ManagedRole Role(Manifests all, string database, string name) =>
        Database(all, database).Managed!.Roles.Single(role => role.Name == name);

    private static ScaledObjectSpec Silos(Manifests all) => all.The<ScaledObject>("silo").Spec;

    private static ScalingBehavior Behavior(Manifests all) =>
        Silos(all).Advanced!.HorizontalPodAutoscalerConfig!.Behavior!;

    private static HttpRouteSpec Route(Manifests all, string name) => all.The<HttpRoute>(name).Spec;

    private static Dictionary<string, IReadOnlySet<string>> Without(string pod, string path) =>
        SourceText.Paths.ToDictionary(
            one => one.Key,
            IReadOnlySet<string> (one) => one.Key == pod ? one.Value.Where(it => it != path).ToHashSet() : one.Value);

    private sealed record Break(Func<Manifests, IEnumerable<string>> Policy, Action<Manifests> Change);
}
