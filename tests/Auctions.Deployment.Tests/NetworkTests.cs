using System.Net;
using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Policies;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests;

/// <summary>Whoever has to reach somebody can, and nobody else.</summary>
public sealed class NetworkTests
{
    [KubectlTheory]
    [InlineData("silo", "silo", 11111)]
    [InlineData("front-end", "silo", 30000)]
    [InlineData("silo", "postgres", 5432)]
    [InlineData("front-end", "postgres", 5432)]
    [InlineData("migration", "postgres", 5432)]
    [InlineData("postgres", "postgres", 5432)]
    [InlineData("silo", "collector", 4317)]
    [InlineData("front-end", "collector", 4317)]
    [InlineData("in envoy-gateway-system", "front-end", 8080)]
    [InlineData("in keda", "front-end", 8081)]
    [InlineData("in monitoring", "collector", 8889)]
    [InlineData("in monitoring", "postgres", 9187)]
    [InlineData("in cnpg-system", "postgres", 8000)]
    [InlineData("silo", "outside", 6443)]
    [InlineData("postgres", "outside", 443)]
    [InlineData("front-end", "outside", 443)]
    [InlineData("silo", "in kube-system", 53)]
    [InlineData("silo", "in kube-system", 53, "UDP")]
    [InlineData("migration", "in kube-system", 53, "UDP")]
    [InlineData("silo", "169.254.20.10", 53)]
    [InlineData("silo", "169.254.20.10", 53, "UDP")]
    [InlineData("postgres", "169.254.169.254", 53)]
    [InlineData("postgres", "169.254.169.254", 53, "UDP")]
    [InlineData("in envoy-gateway-system", "acme-solver", 8089)]
    public void Who_has_to_can(string from, string to, int port, string protocol = "TCP") =>
        Assert.True(Allows(from, to, port, protocol));

    [KubectlTheory]
    [InlineData("front-end", "silo", 11111)]
    [InlineData("migration", "silo", 30000)]
    [InlineData("collector", "postgres", 5432)]
    [InlineData("silo", "front-end", 8081)]
    [InlineData("in default", "silo", 30000)]
    [InlineData("in default", "silo", 11111)]
    [InlineData("in default", "postgres", 5432)]
    [InlineData("in envoy-gateway-system", "front-end", 8081)]
    [InlineData("in keda", "front-end", 8080)]
    [InlineData("in keda", "silo", 8081)]
    [InlineData("outside", "front-end", 8080)]
    [InlineData("migration", "outside", 443)]
    [InlineData("collector", "outside", 443)]
    [InlineData("front-end", "outside", 6443)]
    [InlineData("silo", "outside", 8443)]
    [InlineData("silo", "outside", 53, "UDP")]
    [InlineData("silo", "169.254.169.254", 80)]
    [InlineData("silo", "silo", 11111, "UDP")]
    [InlineData("in default", "acme-solver", 8089)]
    [InlineData("acme-solver", "postgres", 5432)]
    public void Nobody_else_can(string from, string to, int port, string protocol = "TCP") =>
        Assert.False(Allows(from, to, port, protocol));

    // minikube's API server.
    [KubectlTheory]
    [InlineData("silo", true)]
    [InlineData("postgres", true)]
    [InlineData("front-end", false)]
    public void On_a_laptop_the_API_server_may_be_elsewhere(string from, bool may)
    {
        var manifests = Rendered.Read("local");
        Assert.Equal(may, Network.Allows(manifests, Place(manifests, from), Place(manifests, "outside"), 8443));
    }

    [KubectlTheory]
    [InlineData("silo", true)]
    [InlineData("migration", false)]
    public void A_peer_is_meant_by_its_namespace_and_its_labels(string label, bool may)
    {
        var manifests = Rendered.Read("production");
        var peer = manifests.The<NetworkPolicy>("front-end").Spec.Ingress[0].From[0];
        peer.PodSelector = new Selector { MatchLabels = { ["app.kubernetes.io/name"] = "silo" } };
        var gateway = new Network.Place(
            "envoy-gateway-system", new Dictionary<string, string> { ["app.kubernetes.io/name"] = label });
        Assert.Equal(may, Network.Allows(manifests, gateway, Place(manifests, "front-end"), 8080));
        Assert.False(Network.Allows(manifests, Place(manifests, "silo"), Place(manifests, "front-end"), 8080));
    }

    [KubectlFact]
    public void Pods_that_no_policy_closes_are_found() => Broken.AreFound(
        Network.Offences,
        ["collector is open to everybody", "What no policy names is open"],
        manifests => manifests.All.RemoveAll(
            one => one is NetworkPolicy && one.Metadata.Name is "default-deny" or "collector" && one is NetworkPolicy));

    [KubectlFact]
    public void A_missing_policy_for_all_pods_is_found() => Broken.IsFound(
        Network.Offences, "What no policy names is open", manifests => manifests.All.RemoveAll(
            one => one is NetworkPolicy && one.Metadata.Name == "default-deny"));

    [KubectlTheory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_rule_that_opens_all_ports_or_to_everybody_is_found(bool ports, bool peers) => Broken.IsFound(
        Network.Offences, "NetworkPolicy silo has a rule that opens all ports, or to everybody", manifests =>
        {
            var rule = manifests.The<NetworkPolicy>("silo").Spec.Ingress[0];
            rule.Ports = ports ? [] : rule.Ports;
            rule.From = peers ? [] : rule.From;
        });

    private static bool Allows(string from, string to, int port, string protocol)
    {
        var manifests = Rendered.Read("production");
        return Network.Allows(manifests, Place(manifests, from), Place(manifests, to), port, protocol);
    }

    // An address of nobody's for what is outside.
    private static Network.Place Place(Manifests manifests, string name) => name switch
    {
        "outside" => new Network.Place(Address: "203.0.113.1"),
        _ when name.StartsWith("in ", StringComparison.Ordinal) => new Network.Place(name[3..]),
        _ when IPAddress.TryParse(name, out _) => new Network.Place(Address: name),
        _ => Network.Pod(manifests, name),
    };
}
