namespace Auctions.Measuring;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">In the order of X; where Y is no number, or has no place on the scale, the line has a gap.
/// </param>
internal sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A part of a chart with a scale of its own, above the common axis.</summary>
/// <param name="Unit">What its scale counts.</param>
/// <param name="IsLogarithmic">Whether each step of its scale is ten times the one before.</param>
/// <param name="Series">Its lines.</param>
internal sealed record ChartPanel(string Unit, bool IsLogarithmic, params IReadOnlyList<ChartSeries> Series)
{
    /// <summary>The scale that has room for all lines.</summary>
    public ChartScale Scale()
    {
        double[] values =
        [
            .. Series.SelectMany(series => series.Points)
                .Select(point => point.Y)
                .Where(value => double.IsFinite(value) && (value > 0 || !IsLogarithmic)),
        ];
        return IsLogarithmic
            ? ChartScale.Logarithmic(values.DefaultIfEmpty(1).Min(), values.DefaultIfEmpty(1).Max())
            : ChartScale.Linear(Math.Min(0, values.DefaultIfEmpty(0).Min()), values.DefaultIfEmpty(1).Max());
    }
}

/// <summary>A moment worth a line across all panels.</summary>
/// <param name="X">When.</param>
/// <param name="Text">What happened.</param>
internal sealed record ChartMark(double X, string Text);
