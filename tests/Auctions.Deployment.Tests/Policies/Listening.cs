using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>Ports are those that processes listen on, wherever one is named.</summary>
internal static class Listening
{
    public static IEnumerable<string> Offences(Manifests manifests) =>
        Containers(manifests).Concat(Services(manifests)).Concat(Policies(manifests)).Concat(Others(manifests));

    private static IEnumerable<string> Containers(Manifests manifests)
    {
        foreach (var pod in manifests.Pods)
        {
            foreach (var container in pod.Spec.Containers)
            {
                var listens = ListensOn(manifests.Environment(pod, container)).Order().ToArray();
                var named = container.Ports.Select(port => port.Number).Order().ToArray();
                if (container.Image.Contains("orleans-auctions", StringComparison.Ordinal) &&
                    !listens.SequenceEqual(named))
                {
                    yield return
                        $"{pod.Name} listens on {string.Join(", ", listens)}, and names {string.Join(", ", named)}.";
                }

                Probe?[] probes = [container.StartupProbe, container.LivenessProbe, container.ReadinessProbe];
                foreach (var probe in probes.OfType<Probe>().Where(probe => pod.Port(probe.HttpGet.Port?.Text) is null))
                {
                    yield return $"{pod.Name} is probed at port {probe.HttpGet.Port}, which it does not have.";
                }
            }
        }
    }

    // What our programs make of their settings.
    private static IEnumerable<int> ListensOn(Dictionary<string, string> environment)
    {
        foreach (var (name, value) in environment)
        {
            if (name is "Urls" or "Internal__Url")
            {
                foreach (var url in value.Split(';'))
                {
                    yield return new Uri(url).Port;
                }
            }
            else if (name is "Silo__Port" or "Silo__GatewayPort")
            {
                yield return int.Parse(value, null);
            }
        }
    }

    private static IEnumerable<string> Services(Manifests manifests) =>
        from service in manifests.Of<Service>()
        from port in service.Spec.Ports
        from pod in manifests.Pods
        where new Selector { MatchLabels = service.Spec.Selector }.Takes(pod.Labels)
        where pod.Port(port.TargetPort?.Text ?? $"{port.Port}") is null
        select $"{service.Title} leads to port {port.TargetPort} of {pod.Name}, which it does not have.";

    // Rules name pods of their own side by the policy's selector, those of the other side by the peer's.
    private static IEnumerable<string> Policies(Manifests manifests)
    {
        foreach (var policy in manifests.Of<NetworkPolicy>())
        {
            var receivers = policy.Spec.Ingress.Select(rule => (rule.Ports, To: policy.Spec.PodSelector))
                .Concat(
                    from rule in policy.Spec.Egress
                    from peer in rule.To
                    where peer is { PodSelector: not null, NamespaceSelector: null }
                    select (rule.Ports, To: peer.PodSelector));
            foreach (var (ports, to) in receivers)
            {
                var numbers = manifests.Pods.Where(pod => to.Takes(pod.Labels))
                    .SelectMany(pod => pod.Spec.Containers).SelectMany(container => container.Ports)
                    .Select(port => port.Number)
                    .Concat(Selecting.Foreign.Values.Where(pods => to.Takes(pods.Labels))
                        .SelectMany(pods => pods.Ports));
                foreach (var port in ports.Select(port => port.Port).Except(numbers))
                {
                    yield return $"{policy.Title} opens port {port}, on which none of those pods listens.";
                }
            }
        }
    }

    private static IEnumerable<string> Others(Manifests manifests)
    {
        var services = manifests.Of<Service>().ToDictionary(
            service => service.Metadata.Name, service => service.Spec.Ports.Select(port => port.Port).ToArray());
        foreach (var route in manifests.Of<HttpRoute>())
        {
            foreach (var backend in route.Spec.Rules.SelectMany(rule => rule.BackendRefs)
                .Where(backend => !services.GetValueOrDefault(backend.Name, []).Contains(backend.Port)))
            {
                yield return $"{route.Title} leads to {backend.Name}:{backend.Port}, which is no service.";
            }
        }

        foreach (var monitor in manifests.Of<PodMonitor>())
        {
            foreach (var pod in manifests.Pods.Where(pod => monitor.Spec.Selector.Takes(pod.Labels)))
            {
                foreach (var end in monitor.Spec.PodMetricsEndpoints.Where(end => pod.Port(end.Port) is null))
                {
                    yield return $"{monitor.Title} asks port {end.Port} of {pod.Name}, which it does not have.";
                }
            }
        }

        foreach (var pod in manifests.Pods)
        {
            var environment = manifests.Environment(pod, pod.Spec.Containers[0]);
            if (environment.TryGetValue("OTEL_EXPORTER_OTLP_ENDPOINT", out var collector) &&
                new Uri(collector) is var to && !services.GetValueOrDefault(to.Host, []).Contains(to.Port))
            {
                yield return $"{pod.Name} exports to {collector}, which is no service.";
            }
        }
    }
}
