using System.Globalization;
using Auctions.Chaos.Playing;

namespace Auctions.Chaos.Reporting;

/// <summary>The columns of a table of results.</summary>
internal static class Cells
{
    public static IReadOnlyList<string> Heads { get; } =
    [
        "scenario", "bids before", "during", "after", "lost", "unknown, resolved", "refused", "violations", "verify",
        "back in service", "other shards", "seconds", "verdict",
    ];

    public static IReadOnlyList<string> Of(Result result)
    {
        var verdict = (result.Behaved, result.Scenario.IsControl) switch
        {
            (true, true) => "red, as it must",
            (true, false) => "green",
            (false, _) => "FAILED",
        };
        if (result.Judgement is not { } judgement)
        {
            return [result.Scenario.Name, .. Enumerable.Repeat("", Heads.Count - 3), Number(result.Seconds), verdict];
        }

        var figures = judgement.Figures;
        return
        [
            result.Scenario.Name,
            Number(figures.Before),
            Number(figures.During),
            Number(figures.After),
            Number(figures.Lost),
            Number(figures.Resolved),
            Number(figures.Refused),
            Number(judgement.Violations.Count),
            judgement.Verified.Faults is { } faults ? $"{Number(faults)} faults" : "unreadable",
            figures.TimeToService is { } time
                ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s")
                : "",
            figures.OthersKept is { } kept ? string.Create(CultureInfo.InvariantCulture, $"{100 * kept:0} %") : "",
            Number(result.Seconds),
            verdict,
        ];
    }

    private static string Number(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
