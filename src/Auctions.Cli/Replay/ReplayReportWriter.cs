using System.Text.Json;

namespace Auctions.Cli.Replay;

/// <summary>Writes a report for people or for machines: the same facts, without digit grouping.</summary>
internal static class ReplayReportWriter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>One fact per line.</summary>
    public static void WriteText(ReplayReport report, TextWriter output)
    {
        output.WriteLine($"auctions {report.Outcomes.Count}");
        output.WriteLine($"bids {report.Bids}: {report.Accepted} accepted, {report.Refused} refused");
        output.WriteLine($"exact {report.Exact} of {report.Outcomes.Count}");
        output.WriteLine($"bids/s {report.BidsPerSecond:0.0}");
        if (report.Retries is { Total: > 0 } retries)
        {
            output.WriteLine(
                $"retries {retries.Total}: {retries.TooManyRequests} after 429, {retries.Unavailable} after 503, " +
                $"{retries.ConnectionsLost} after a lost connection");
        }

        foreach (var outcome in report.Mismatches)
        {
            var hammer = outcome.Hammer is { } price ? Money.Write(price) : "none";
            output.WriteLine($"{outcome.AuctionId} recorded {Money.Write(outcome.Recorded)} hammer {hammer}");
        }
    }

    /// <summary>One JSON object on one line; money in minor units, <c>hammer</c> null if nothing was sold.</summary>
    public static void WriteJson(ReplayReport report, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(
            new
            {
                report.Run,
                Auctions = report.Outcomes.Count,
                report.Bids,
                report.Accepted,
                report.Refused,
                report.Exact,
                Seconds = Math.Round(report.Elapsed.TotalSeconds, 3),
                BidsPerSecond = Math.Round(report.BidsPerSecond, 1),
                Retries = new
                {
                    report.Retries.TooManyRequests,
                    report.Retries.Unavailable,
                    report.Retries.ConnectionsLost,
                },
                Mismatches = report.Mismatches.Select(outcome => new
                {
                    Auctionid = outcome.AuctionId,
                    outcome.Recorded,
                    outcome.Hammer,
                }),
            },
            Json));
}
