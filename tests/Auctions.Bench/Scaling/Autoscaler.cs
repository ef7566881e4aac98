namespace Auctions.Bench.Scaling;

/// <summary>
/// The HorizontalPodAutoscaler's arithmetic with its defaults, but for the time until it scales down (Kubernetes,
/// "Horizontal Pod Autoscaling"): how many replicas are wanted.
/// </summary>
/// <param name="min">Fewest replicas.</param>
/// <param name="max">Most replicas.</param>
/// <param name="scaleDownSeconds">The most that was wanted within this time is kept.</param>
internal sealed class Autoscaler(int min, int max, int scaleDownSeconds)
{
    // A ratio within a tenth of 1 changes nothing.
    private const double Tolerance = 0.1;

    // In 15 seconds twice as many, or four more.
    private const int Factor = 2, More = 4;

    private readonly List<(int Second, int Wanted)> _wishes = [];

    /// <summary>Replicas by a figure that says how many it takes, target 1 for each (AverageValue).</summary>
    public static int ByFigure(int replicas, double figure) =>
        IsTolerable(figure / replicas) ? replicas : (int)Math.Ceiling(figure);

    /// <summary>Replicas by the use of processors.</summary>
    /// <param name="replicas">All there are.</param>
    /// <param name="ready">Those that have a use at all.</param>
    /// <param name="use">Mean use of those, from 0 to 1.</param>
    /// <param name="target">The use that is aimed at.</param>
    public static int ByCpu(int replicas, int ready, double use, double target)
    {
        var ratio = use / target;
        if (IsTolerable(ratio) || ready == 0)
        {
            return replicas;
        }

        if (ratio < 1)
        {
            return (int)Math.Ceiling(ratio * ready);
        }

        // Those that only start count as idle; where that would turn the decision around, nothing is changed.
        var withIdle = ratio * ready / replicas;
        return withIdle <= 1 || IsTolerable(withIdle) ? replicas : (int)Math.Ceiling(withIdle * replicas);
    }

    /// <summary>How many there should be now.</summary>
    /// <param name="replicas">All there are.</param>
    /// <param name="wanted">What the metrics ask for, the most of them.</param>
    /// <param name="second">Now.</param>
    public int Decide(int replicas, int wanted, int second)
    {
        _wishes.RemoveAll(wish => wish.Second <= second - scaleDownSeconds);
        _wishes.Add((second, wanted));
        var kept = wanted >= replicas ? wanted : Math.Min(replicas, _wishes.Max(wish => wish.Wanted));
        return Math.Clamp(Math.Min(kept, Math.Max(replicas * Factor, replicas + More)), min, max);
    }

    private static bool IsTolerable(double ratio) => Math.Abs(ratio - 1) <= Tolerance;
}
