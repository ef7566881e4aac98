using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>Probes ask what there is, and what they are for; no slow start is taken for a death.</summary>
internal static class Probing
{
    // A silo may wait 30 s for members that are gone, and longer for a processor.
    private const int StartSecondsMin = 60;

    /// <summary>The same for what serves; a collector's probes are its own.</summary>
    public static IEnumerable<string> Offences(Manifests manifests) => Offences(manifests, SourceText.Paths);

    /// <summary>The same, where programs serve these paths.</summary>
    public static IEnumerable<string> Offences(
        Manifests manifests, IReadOnlyDictionary<string, IReadOnlySet<string>> served)
    {
        foreach (var pod in manifests.Pods.Where(pod => pod.Name is "silo" or "front-end"))
        {
            var container = pod.Spec.Containers.Single();
            (string Name, Probe? Probe, string Path)[] probes =
            [
                ("startup", container.StartupProbe, "/healthz/startup"),
                ("liveness", container.LivenessProbe, "/healthz/live"),
                ("readiness", container.ReadinessProbe, "/healthz/ready"),
            ];
            foreach (var (name, probe, path) in probes)
            {
                if (probe?.HttpGet.Path != path || !served[pod.Name].Contains(path))
                {
                    yield return
                        $"{pod.Name}, {name}: asks {probe?.HttpGet.Path}, and has to ask {path}, which has to exist.";
                }
                else if (pod.Port(probe.HttpGet.Port?.Text) is not 8081)
                {
                    yield return $"{pod.Name}, {name}: asks another port than the internal one.";
                }
            }

            if (container.StartupProbe is { } startup &&
                startup.PeriodSeconds * startup.FailureThreshold < StartSecondsMin)
            {
                yield return $"{pod.Name} has less than {StartSecondsMin} s to start.";
            }
        }
    }
}
