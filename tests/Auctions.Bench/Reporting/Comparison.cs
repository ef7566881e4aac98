using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>One figure then and now.</summary>
/// <param name="Then">That of the baseline.</param>
/// <param name="Now">That of this run.</param>
/// <param name="Counts">Whether being worse counts as a regression.</param>
internal sealed record Difference(Figure Then, Figure Now, bool Counts)
{
    /// <summary>By how many percent it is more.</summary>
    public double ChangePercent => Then.Value > 0 ? 100 * ((Now.Value / Then.Value) - 1) : 0;

    /// <summary>By how many percent it is worse; below 0: better.</summary>
    public double WorsePercent => Now.MoreIsBetter ? -ChangePercent : ChangePercent;
}

/// <summary>
/// Figures against those of another time. Machines are noisy, and so is the time of day: where peers ran, only ratios
/// to a peer of the same run count; elsewhere throughput and p99 do.
/// </summary>
internal sealed class Comparison
{
    private readonly ComparisonOptions _options;
    private readonly Machine? _machine;
    private readonly IReadOnlyList<Difference> _differences;
    private readonly IReadOnlyList<Figure> _missing;
    private readonly IReadOnlyList<Figure> _added;

    private Comparison(Baseline now, ComparisonOptions options)
    {
        var then = options.Baseline.Figures.DistinctBy(figure => figure.Key).ToDictionary(figure => figure.Key);
        Figure[] figures = [.. now.Figures.DistinctBy(figure => figure.Key)];
        var withRatios = figures
            .Where(figure => figure.Kind == FigureKind.Ratio && then.ContainsKey(figure.Key))
            .Select(figure => figure.Group)
            .ToHashSet();
        _options = options;
        _machine = now.Machine;
        _differences =
        [
            .. from figure in figures
               where then.ContainsKey(figure.Key)
               select new Difference(then[figure.Key], figure, Counts(figure, withRatios)),
        ];
        _added = [.. figures.Where(figure => !then.ContainsKey(figure.Key))];
        _missing = [.. then.Values.ExceptBy(figures.Select(figure => figure.Key), figure => figure.Key)];
    }

    /// <summary>Whether a figure that counts is worse than is allowed.</summary>
    public bool HasRegressed => Regressed.Any();

    private IEnumerable<Difference> Regressed => _differences.Where(IsRegression);

    /// <exception cref="MeasurementException">They have no figure in common.</exception>
    public static Comparison Of(Baseline now, ComparisonOptions options)
    {
        var comparison = new Comparison(now, options);
        return comparison._differences.Count > 0
            ? comparison
            : throw new MeasurementException(
                $"Nothing in {options.File} is about what was run; give a file of the same scenario, subject, setup " +
                "and load.");
    }

    public string ToText()
    {
        var then = _options.Baseline.Machine;
        var table = new Table("scenario", "what", "unit", "then", "now", "change", "counts");
        foreach (var difference in _differences)
        {
            var (before, now) = (difference.Then, difference.Now);
            table.Add(
                now.Group.ToString(),
                now.Name,
                now.Unit,
                Text(before.Value),
                Text(now.Value),
                $"{difference.ChangePercent:+0.0;-0.0;0.0} %",
                IsRegression(difference) ? "REGRESSED" : difference.Counts ? "yes" : "no");
        }

        IEnumerable<string> parts =
        [
            $"against {_options.File}, made on {then?.ToString() ?? "a machine that it does not name"}",
            .. then == _machine ? Array.Empty<string>() : [$"WARNING: this is another machine: {_machine}"],
            table.ToText(),
            .. _added.Select(figure => $"not in the baseline: {figure.Group}: {figure.Name}, {figure.Unit}"),
            .. _missing.Select(figure => $"only in the baseline: {figure.Group}: {figure.Name}, {figure.Unit}"),
            "compared by ratios to a peer of the same run where peers ran in both, else by throughput and p99; each " +
                $"may be {_options.RegressionPercentMax:0.#} % worse",
            $"{_differences.Count(difference => difference.Counts)} figures count, {Regressed.Count()} regressed",
        ];
        return string.Join('\n', parts);
    }

    private static bool Counts(Figure figure, HashSet<FigureGroup> withRatios) => figure.Kind switch
    {
        FigureKind.Ratio => true,
        FigureKind.Own => !withRatios.Contains(figure.Group),
        FigureKind.OfPeer => false,
    };

    private static string Text(double value) => value >= 100 ? $"{value:N0}" : $"{value:N2}";

    private bool IsRegression(Difference difference) =>
        difference.Counts && difference.WorsePercent > _options.RegressionPercentMax;
}
