using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>Who gets the figures, beside standard output.</summary>
/// <param name="Json">A file that gets everything; null: none.</param>
/// <param name="Chart">A file that gets a chart, further ones a number behind its name; null: none.</param>
/// <param name="Comparison">What they are compared with; null: nothing.</param>
internal sealed record Outputs(string? Json, string? Chart = null, ComparisonOptions? Comparison = null)
{
    /// <summary>Sees to it that a long run is not thrown away for want of a place to write.</summary>
    /// <exception cref="MeasurementException">There is none.</exception>
    public void Check()
    {
        foreach (var file in new[] { Json, Chart }.OfType<string>())
        {
            try
            {
                File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                throw new MeasurementException($"{file} cannot be written: {failed.Message} Name another file.");
            }
        }
    }
}

/// <summary>What figures are compared with.</summary>
/// <param name="File">Where those of before are, as <c>--json</c> wrote them.</param>
/// <param name="Baseline">These.</param>
/// <param name="RegressionPercentMax">By how much one may be worse.</param>
internal sealed record ComparisonOptions(string File, Baseline Baseline, double RegressionPercentMax);
