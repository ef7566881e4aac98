using System.Globalization;
using System.Text;
using System.Text.Json;
using Auctions.Chaos.Playing;

namespace Auctions.Chaos.Reporting;

/// <summary>Results as a table for a terminal, as Markdown, and as JSON.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>A table whose columns are as wide as what is in them.</summary>
    public static void WriteTable(TextWriter output, IReadOnlyList<Result> results)
    {
        var rows = results.Select(Cells.Of).Prepend(Cells.Heads).ToList();
        var widths = Cells.Heads.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 || column == row.Count - 1
                ? cell.PadRight(widths[column])
                : cell.PadLeft(widths[column]))).TrimEnd());
        }
    }

    /// <summary>What did not behave, and why.</summary>
    public static void WriteTrouble(TextWriter output, IReadOnlyList<Result> results)
    {
        foreach (var result in results.Where(result => !result.Behaved))
        {
            output.WriteLine();
            output.WriteLine($"{result.Scenario.Name} did not behave:");
            foreach (var line in result.Unmet)
            {
                output.WriteLine($"  {line}");
            }

            if (result.ServerLog.Length > 0)
            {
                output.WriteLine("  The end of the server's log:");
                output.WriteLine("    " + result.ServerLog.Replace("\n", "\n    ", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Markdown: the table, what could not be played and why, and what did not behave.</summary>
    public static string Markdown(
        IReadOnlyList<Result> results, IReadOnlyList<(Scenario Scenario, string Why)> unplayed, int bids)
    {
        var text = new StringBuilder();
        text.AppendLine("# Chaos").AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {Environment.OSVersion}, " +
            $"at least {bids:#,0} acknowledged bids each.");
        text.AppendLine().AppendLine(Row(Cells.Heads));
        text.AppendLine(Row([.. Cells.Heads.Select(_ => "---")]));
        foreach (var result in results)
        {
            text.AppendLine(Row(Cells.Of(result)));
        }

        if (unplayed.Count > 0)
        {
            text.AppendLine().AppendLine("Not played here:").AppendLine();
            foreach (var (scenario, why) in unplayed)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"- {scenario.Name}: {why}");
            }
        }

        using var trouble = new StringWriter();
        WriteTrouble(trouble, results);
        return trouble.ToString() is { Length: > 0 } told
            ? text.AppendLine("```").Append(told).AppendLine("```").ToString()
            : text.ToString();
    }

    public static string AsJson(
        IReadOnlyList<Result> results, IReadOnlyList<(Scenario Scenario, string Why)> unplayed) =>
        JsonSerializer.Serialize(
            new
            {
                Cores = Environment.ProcessorCount,
                Results = results.Select(result => new
                {
                    result.Scenario.Name,
                    result.Scenario.Fault,
                    Expected = $"{result.Scenario.Expected}",
                    result.Behaved,
                    result.Unmet,
                    result.Seconds,
                    result.Judgement?.Figures,
                    TimeToServiceSeconds = result.Judgement?.Figures.TimeToService?.TotalSeconds,
                    Violations = result.Judgement?.Violations.Count,
                    VerifyFaults = result.Judgement?.Verified.Faults,
                }),
                Unplayed = unplayed.Select(one => new { one.Scenario.Name, one.Why }),
            },
            Json);

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |";
}
