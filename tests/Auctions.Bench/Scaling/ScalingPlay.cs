using Auctions.Engine.Heat;

namespace Auctions.Bench.Scaling;

/// <summary>Plays an evening with a policy, in virtual time.</summary>
internal static class ScalingPlay
{
    private const double CpuTarget = 0.7, RoomyCpuTarget = 0.35;

    /// <param name="course">The evening.</param>
    /// <param name="policy">By what it is scaled.</param>
    /// <param name="plan">What a silo bears, and how many there may be.</param>
    /// <param name="times">How long what takes.</param>
    public static ScalingOutcome Run(Course course, Policy policy, SiloPlan plan, Times times)
    {
        var silos = new Silos(plan.Min, times.Start + times.Join);
        var autoscaler = new Autoscaler(plan.Min, plan.Max, times.ScaleDown);
        var use = new List<double>(course.Bids.Count);
        var (overload, lost, siloSeconds) = (0, 0L, 0L);
        for (var second = 0; second < course.Bids.Count; second++)
        {
            if (second % times.Sync == 0 && second > 0)
            {
                var wanted = Wanted(course, policy, plan, times, silos, use, second);
                silos.Scale(autoscaler.Decide(silos.Count, wanted, second), second);
            }

            var borne = silos.Ready(second) * plan.BidsPerSecondPerSilo;
            var bids = course.Bids[second];
            use.Add(Math.Min(1, bids / borne));
            siloSeconds += silos.Count;
            if (bids > borne)
            {
                overload++;
                lost += (long)(bids - borne);
            }
        }

        return new ScalingOutcome(overload, lost, siloSeconds / 3_600.0);
    }

    private static int Wanted(
        Course course, Policy policy, SiloPlan plan, Times times, Silos silos, List<double> use, int second)
    {
        // KEDA asked the product one poll ago; processors are measured over a window that ended one ago.
        var figure = plan.SilosFor(course.Expected[(second / times.Sync) - 1]);
        var until = Math.Max(1, second - times.MetricWindow);
        var from = Math.Max(0, until - times.MetricWindow);
        var byFigure = Autoscaler.ByFigure(silos.Count, figure);
        int ByCpu(double target) =>
            Autoscaler.ByCpu(silos.Count, silos.Ready(second), use.Take(from..until).Average(), target);
        return policy switch
        {
            Policy.Cpu => ByCpu(CpuTarget),
            Policy.RoomyCpu => ByCpu(RoomyCpuTarget),
            Policy.Forecast => byFigure,
            Policy.Both => Math.Max(byFigure, ByCpu(CpuTarget)),
        };
    }
}
