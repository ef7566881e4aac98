namespace Auctions.Measuring;

/// <summary>How a value that goes up and down moves over time: a straight line through it, by least squares.</summary>
/// <param name="First">The line at the first point.</param>
/// <param name="Last">The line at the last point.</param>
internal readonly record struct Trend(double First, double Last)
{
    public double Growth => Last - First;

    /// <summary>Growth in percent of where the line begins; 0 where it begins at nothing.</summary>
    public double GrowthPercent => First > 0 ? 100 * Growth / First : 0;

    /// <summary>The line through points in the order of their times.</summary>
    /// <exception cref="ArgumentException">Fewer than two different times say nothing.</exception>
    public static Trend Of(IReadOnlyList<(double Time, double Value)> points)
    {
        if (points.Count < 2 || !(points[^1].Time > points[0].Time))
        {
            throw new ArgumentException("A trend needs two points in time.", nameof(points));
        }

        var meanTime = points.Average(point => point.Time);
        var meanValue = points.Average(point => point.Value);
        var together = points.Sum(point => (point.Time - meanTime) * (point.Value - meanValue));
        var slope = together / points.Sum(point => (point.Time - meanTime) * (point.Time - meanTime));
        double At(double time) => meanValue + (slope * (time - meanTime));
        return new Trend(At(points[0].Time), At(points[^1].Time));
    }
}
