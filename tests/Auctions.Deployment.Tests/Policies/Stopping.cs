using System.Globalization;
using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;
using Auctions.Engine;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>The times of a stop add up, and a rolling update or an emptied node takes one pod at a time.</summary>
internal static class Stopping
{
    private static readonly EngineOptions Engine = new();

    public static IEnumerable<string> Offences(Manifests manifests)
    {
        foreach (var pod in manifests.Pods.Where(pod => pod.Name is "silo" or "front-end"))
        {
            var container = pod.Spec.Containers.Single();
            var environment = manifests.Environment(pod, container);
            var shutdown = Shutdown(pod.Name, environment);
            var before = container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0;
            var grace = pod.Spec.TerminationGracePeriodSeconds ?? 30;
            if (grace <= before + shutdown)
            {
                yield return $"{pod.Name} is killed after {grace} s, and may take {before} + {shutdown} s to stop.";
            }

            var deactivation = Setting(environment, "Engine__DeactivationDeadlineMs", Engine.DeactivationDeadlineMs);
            if (shutdown * 1_000 <= deactivation)
            {
                yield return $"{pod.Name} stops within {shutdown} s, and one auction may take {deactivation} ms.";
            }

            var drain = Setting(environment, "Engine__DrainMs", Engine.DrainMs);
            if (deactivation <= drain)
            {
                yield return
                    $"{pod.Name} gives an auction {deactivation} ms to end, and waits {drain} ms for a hammer alone.";
            }

            foreach (var spread in pod.Spec.TopologySpreadConstraints.Where(spread =>
                spread is { WhenUnsatisfiable: "DoNotSchedule", NodeTaintsPolicy: not "Honor" }))
            {
                yield return
                    $"{pod.Name} waits for a place on nodes that take no pods: honour taints of {spread.TopologyKey}.";
            }
        }

        foreach (var deployment in manifests.Of<Workload>().Where(one => one.Metadata.Name != "collector"))
        {
            if (deployment.Spec.Strategy is not
                { Type: "RollingUpdate", RollingUpdate: { MaxSurge.Text: "1", MaxUnavailable.Text: "0" } })
            {
                yield return $"{deployment.Title} has to be updated with one pod more and none less.";
            }

            var budgets = manifests.Of<PodDisruptionBudget>()
                .Where(budget => budget.Spec.Selector.Takes(deployment.Spec.Template.Metadata.Labels)).ToList();
            if (budgets.Count != 1 || budgets[0].Spec is not { MaxUnavailable.Text: "1", MinAvailable: null })
            {
                yield return $"{deployment.Title} needs one budget, by which one pod at a time may go: with none a " +
                    "node is never emptied, with more auctions have nowhere to go.";
            }
        }
    }

    private static int Shutdown(string pod, Dictionary<string, string> environment) => pod == "front-end"
        ? SourceText.WebShutdownSeconds
        : Setting(environment, "Silo__ShutdownSeconds", SourceText.SiloShutdownSeconds);

    private static int Setting(Dictionary<string, string> environment, string name, int otherwise) =>
        environment.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
