using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Policies;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests;

/// <summary>The manifests keep to every policy, and each policy is seen to find what breaks it.</summary>
public sealed class PolicyTests
{
    private static readonly Dictionary<string, Func<Manifests, IEnumerable<string>>> Everywhere = new()
    {
        ["selectors"] = Selecting.Offences,
        ["membership"] = Membership.Offences,
        ["ports"] = Listening.Offences,
        ["probes"] = Probing.Offences,
        ["stopping"] = Stopping.Offences,
        ["guards"] = Guarding.Offences,
        ["references"] = Referring.Offences,
        ["mounts"] = Mounting.Offences,
        ["databases"] = Keeping.Offences,
        ["network"] = Network.Offences,
    };

    public static IEnumerable<object[]> Pairs =>
        Rendered.Overlays.SelectMany(overlay => Everywhere.Keys.Select(policy => new object[] { overlay, policy }));

    /// <summary>What breaks a policy of every installation.</summary>
    internal static IEnumerable<string> Offences(Manifests manifests) =>
        Everywhere.Values.SelectMany(policy => policy(manifests));

    [KubectlTheory]
    [MemberData(nameof(Pairs))]
    public void Every_installation_keeps_to_every_policy(string overlay, string policy) =>
        Assert.Empty(Everywhere[policy](Rendered.Read(overlay)));

    [KubectlFact]
    public void Production_loses_nothing_that_was_acknowledged_and_has_backups() =>
        Assert.Empty(Keeping.OffencesInProduction(Rendered.Read("production")));

    [KubectlFact]
    public void Production_is_scaled_by_the_closing_calendar() =>
        Assert.Empty(Scaling.Offences(Rendered.Read("production")));

    [KubectlFact]
    public void Live_views_come_through_the_gateway() => Assert.Empty(Routing.Offences(Rendered.Read("production")));

    [Fact]
    public void Paths_are_those_of_each_program()
    {
        Assert.Contains("/internal/scaling", SourceText.Paths["front-end"]);
        Assert.DoesNotContain("/internal/scaling", SourceText.Paths["silo"]);
    }

    [KubectlFact]
    public void A_selector_that_is_not_the_templates_is_found() => Broken.IsFound(
        Selecting.Offences, "Deployment silo selects pods of 0", manifests =>
            manifests.The<Workload>("silo").Spec.Selector.MatchLabels["app.kubernetes.io/name"] = "silos");

    [KubectlFact]
    public void A_selector_of_others_too_is_found() => Broken.IsFound(
        Selecting.Offences, "Deployment silo selects pods of 4", manifests =>
            manifests.The<Workload>("silo").Spec.Selector.MatchLabels.Clear());

    [KubectlFact]
    public void Selectors_of_no_pod_are_found() => Broken.AreFound(
        Selecting.Offences,
        [
            "Deployment collector selects pods of 0",
            "Service collector selects no pod",
            "PodMonitor collector selects no pod",
            "NetworkPolicy collector selects no pod",
            "NetworkPolicy silo, a peer, selects no pod",
            "NetworkPolicy front-end, a peer, selects no pod",
        ],
        manifests => Labels(manifests, "collector")["app.kubernetes.io/name"] = "c");

    [KubectlFact]
    public void Scaling_of_what_is_not_there_is_found() => Broken.IsFound(
        Selecting.Offences, "scales Deployment silos", manifests =>
            manifests.The<ScaledObject>("silo").Spec.ScaleTargetRef.Name = "silos");

    [KubectlTheory]
    [InlineData("silo", "orleans/clusterId", "other", "front-end has ORLEANS_CLUSTER_ID")]
    [InlineData("silo", "orleans/clusterId", "Orleans-auctions", "front-end has ORLEANS_CLUSTER_ID")]
    [InlineData("front-end", "orleans/clusterId", "orleans-auctions", "would be taken for a silo")]
    public void Labels_that_are_not_what_the_environment_says_are_found(
        string pod, string label, string value, string mention) =>
        Broken.IsFound(Membership.Offences, mention, manifests => Labels(manifests, pod)[label] = value);

    [KubectlFact]
    public void A_silo_without_its_label_is_found() => Broken.AreFound(
        Membership.Offences, ["silo has ORLEANS_SERVICE_ID \"\"", "front-end has ORLEANS_SERVICE_ID"], manifests =>
            Labels(manifests, "silo").Remove("orleans/serviceId"));

    [KubectlFact]
    public void A_silo_that_is_not_told_its_pod_is_found() => Broken.IsFound(
        Membership.Offences, "silo has to get POD_IP from status.podIP", manifests =>
            Container(manifests, "silo").Env.RemoveAll(variable => variable.Name == "POD_IP"));

    [KubectlTheory]
    [InlineData("Urls", "http://0.0.0.0:8082", "silo listens on 8082, 11111, 30000")]
    [InlineData("Silo__GatewayPort", "30001", "silo listens on 8081, 11111, 30001")]
    public void A_process_that_listens_elsewhere_is_found(string name, string value, string mention) => Broken.IsFound(
        Listening.Offences, mention, manifests =>
            Container(manifests, "silo").Env.Single(variable => variable.Name == name).Value = value);

    [KubectlFact]
    public void A_port_that_nobody_names_is_found() => Broken.AreFound(
        Listening.Offences,
        [
            "front-end listens on 8080, 8081, and names 8081.",
            "Service front-end leads to port http of front-end",
            "NetworkPolicy front-end opens port 8080",
        ],
        manifests => Container(manifests, "front-end").Ports.RemoveAll(port => port.Name == "http"));

    [KubectlFact]
    public void A_route_to_no_service_is_found() => Broken.IsFound(
        Listening.Offences, "front-end:81, which is no service", manifests =>
            manifests.The<HttpRoute>("front-end").Spec.Rules[0].BackendRefs[0].Port = 81);

    [KubectlTheory]
    [InlineData("/healthz/ready")]
    [InlineData("/healthz/alive")]
    public void A_liveness_probe_of_another_path_is_found(string path) => Broken.IsFound(
        Probing.Offences, "silo, liveness", manifests =>
            Container(manifests, "silo").LivenessProbe!.HttpGet.Path = path);

    [KubectlFact]
    public void Too_short_a_start_is_found() => Broken.IsFound(
        Probing.Offences, "less than 60 s to start", manifests =>
            Container(manifests, "silo").StartupProbe!.FailureThreshold = 10);

    [KubectlTheory]
    [InlineData("silo", "may take 0 + 120 s")]
    [InlineData("front-end", "may take 5 + 120 s")]
    public void A_grace_shorter_than_the_stop_is_found(string pod, string mention) => Broken.IsFound(
        Stopping.Offences, mention, manifests => Pod(manifests, pod).Spec.TerminationGracePeriodSeconds = 120);

    [KubectlFact]
    public void A_stop_shorter_than_the_engines_is_found() => Broken.IsFound(
        Stopping.Offences, "one auction may take 10000 ms", manifests =>
            Container(manifests, "silo").Env.Single(one => one.Name == "Silo__ShutdownSeconds").Value = "10");

    [KubectlFact]
    public void An_update_that_takes_pods_away_first_is_found() => Broken.IsFound(
        Stopping.Offences, "one pod more and none less", manifests =>
            manifests.The<Workload>("silo").Spec.Strategy.RollingUpdate!.MaxUnavailable = new IntOrText("1"));

    [KubectlFact]
    public void A_budget_that_lets_nobody_go_is_found() => Broken.IsFound(
        Stopping.Offences, "needs one budget", manifests =>
            manifests.The<PodDisruptionBudget>("front-end").Spec.MaxUnavailable = new IntOrText("0"));

    private static Pod Pod(Manifests manifests, string name) => manifests.Pods.Single(pod => pod.Name == name);

    private static Container Container(Manifests manifests, string name) => Pod(manifests, name).Spec.Containers[0];

    private static Dictionary<string, string> Labels(Manifests manifests, string name) => Pod(manifests, name).Labels;
}
