namespace Auctions.Bench.Reporting;

/// <summary>Tells what was found out: to people, to files, and by the exit code.</summary>
internal sealed class Publisher(Outputs outputs)
{
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> PublishAsync(Findings findings, CancellationToken cancellation)
    {
        var report = new Report(findings);
        Console.WriteLine(report.ToText());
        var json = report.ToJson();
        if (outputs.Json is { } file)
        {
            await File.WriteAllTextAsync(file, json, cancellation);
        }

        if (outputs.Chart is { } chart)
        {
            await ChartFiles.WriteAsync(chart, LoadCharts.Of(findings), cancellation);
        }

        if (!findings.IsRight)
        {
            return ExitCodes.StoredWrongly;
        }

        return outputs.Comparison is { } comparison ? Compare(comparison, json) : 0;
    }

    /// <summary>Compares figures with those of before and says how they differ.</summary>
    public static int Compare(ComparisonOptions options, string json)
    {
        var comparison = Comparison.Of(Baseline.Parse(json), options);
        Console.WriteLine(comparison.ToText());
        return comparison.HasRegressed ? ExitCodes.Regressed : 0;
    }
}
