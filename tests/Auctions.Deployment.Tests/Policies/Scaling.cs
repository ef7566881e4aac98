using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>Silos follow the closing calendar and processors, up at once and down slowly. Of production.</summary>
internal static class Scaling
{
    // With two silos one vote evicts.
    private const int SilosMin = 3;

    // KEDA's own cool-down does not keep a silo; this does.
    private const int CalmSecondsMin = 900;

    public static IEnumerable<string> Offences(Manifests manifests)
    {
        var silos = manifests.Of<ScaledObject>().Single(one => one.Spec.ScaleTargetRef.Name == "silo").Spec;
        var names = manifests.Of<ScaledObject>().Select(one => one.Spec.ScaleTargetRef.Name)
            .Concat(manifests.Of<HorizontalPodAutoscaler>().Select(one => one.Spec.ScaleTargetRef.Name))
            .ToList();
        foreach (var deployment in manifests.Of<Workload>()
            .Where(one => names.Contains(one.Metadata.Name) && one.Spec.Replicas is not null))
        {
            yield return $"{deployment.Title} says how many there are, which is set back by every apply.";
        }

        foreach (var name in names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            yield return $"{name} is scaled twice.";
        }

        if (silos.MinReplicaCount is not >= SilosMin || silos.MaxReplicaCount is not { } most || most <= SilosMin)
        {
            yield return $"There may be fewer than {SilosMin} silos, or never more.";
        }

        if (silos.Fallback is not { Behavior: "currentReplicasIfHigher" } fallback || fallback.Replicas < SilosMin)
        {
            yield return "Where nobody tells how many silos are needed, some may be taken away.";
        }

        var behavior = silos.Advanced?.HorizontalPodAutoscalerConfig?.Behavior;
        if (behavior?.ScaleUp?.StabilizationWindowSeconds != 0 ||
            behavior.ScaleDown is not { StabilizationWindowSeconds: >= CalmSecondsMin } down ||
            down.Policies is not [{ Type: "Pods", Value: 1 } pace] ||
            pace.PeriodSeconds < SourceText.SiloShutdownSeconds)
        {
            yield return $"Silos come at once, and go one at a time when none was needed for {CalmSecondsMin} s.";
        }

        foreach (var offence in Triggers(silos, manifests))
        {
            yield return offence;
        }
    }

    private static IEnumerable<string> Triggers(ScaledObjectSpec silos, Manifests manifests)
    {
        var closings = silos.Triggers.SingleOrDefault(trigger => trigger.Type == "metrics-api");
        if (closings?.MetricType != "AverageValue" || closings.Metadata.GetValueOrDefault("targetValue") != "1" ||
            closings.Metadata.GetValueOrDefault("valueLocation") != "silos")
        {
            yield return "The figure silos is divided by 1, which gives replicas.";
        }

        if (!Uri.TryCreate(closings?.Metadata.GetValueOrDefault("url"), UriKind.Absolute, out var url) ||
            !SourceText.Paths["front-end"].Contains(url.AbsolutePath) || !LeadsInside(url, manifests))
        {
            yield return $"{url} has to be a path that is served, at the internal port of front ends.";
        }

        if (silos.Triggers.SingleOrDefault(trigger => trigger.Type == "cpu")?.MetricType != "Utilization")
        {
            yield return "What no calendar tells is told by the processors.";
        }

        var front = manifests.Pods.Single(pod => pod.Name == "front-end");
        var environment = manifests.Environment(front, front.Spec.Containers[0]);
        if (environment.GetValueOrDefault("Scaling__SilosMin") != $"{silos.MinReplicaCount}" ||
            environment.GetValueOrDefault("Scaling__SilosMax") != $"{silos.MaxReplicaCount}")
        {
            yield return "Front ends plan with other numbers of silos than there may be.";
        }
    }

    // NAME.NAMESPACE.svc ...
    private static bool LeadsInside(Uri url, Manifests manifests)
    {
        var parts = url.Host.Split('.');
        var service = manifests.Of<Service>().SingleOrDefault(one => one.Metadata.Name == parts[0]);
        var port = service?.Spec.Ports.SingleOrDefault(one => one.Port == url.Port);
        return port is not null && parts.ElementAtOrDefault(1) == service!.Metadata.Namespace &&
            manifests.Pods.Where(pod => new Selector { MatchLabels = service.Spec.Selector }.Takes(pod.Labels))
                .All(pod => pod.Name == "front-end" && pod.Port(port.TargetPort?.Text) == 8081);
    }
}
