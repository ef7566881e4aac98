using System.Text.Json;
using Auctions.Measuring;

namespace Auctions.Cli.Bench;

/// <summary>What a bench measured, for people and for machines.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Result">What was measured.</param>
/// <param name="Losses">How often a connection broke.</param>
/// <param name="Problems">What the server shows otherwise than it acknowledged.</param>
internal sealed record BenchReport(
    BenchOptions Options, LoadResult Result, long Losses, IReadOnlyList<string> Problems)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string ToText()
    {
        var (answered, latency) = (Result.Answered, Result.Latency);
        double Percent(long part) => 100.0 * part / Math.Max(1, answered.All);
        var table = new Table(
            "scenario", "load", "connections", "bids/s", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "accepted %",
            "refused %", "unavailable %", "own CPU us/bid");
        table.Add(
            Options.Scenario,
            Options.Plan.Rate is { } rate ? $"{rate:N0}/s due" : $"{Options.Plan.Outstanding:N0} outstanding",
            $"{Options.Connections:N0}",
            $"{Result.AcceptedPerSecond:N0}",
            $"{latency.Percentile(50) / 1e3:N2}",
            $"{latency.Percentile(99) / 1e3:N2}",
            $"{latency.Percentile(99.9) / 1e3:N2}",
            $"{latency.Max / 1e3:N1}",
            $"{Percent(answered.Accepted):N2}",
            $"{Percent(answered.Refused):N2}",
            $"{Percent(answered.Unavailable + answered.Unsent + answered.Unknown):N2}",
            $"{Result.CpuSeconds * 1e6 / Math.Max(1, answered.Accepted):N1}");
        var shown = Problems.Count == 0
            ? $"read back: each of {Result.Total.Accepted:N0} acknowledged bids is shown once, at its place and price"
            : "read back: SHOWN WRONGLY";
        var lost = Losses > 0 ? $"connections lost: {Losses:N0}; their bids were sent again with the same keys\n" : "";
        return $"{table.ToText()}{lost}{shown}\n";
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            url = Options.Url,
            Options.Scenario,
            Options.Connections,
            outstanding = Options.Plan.Rate is null ? Options.Plan.Outstanding : (int?)null,
            Options.Plan.Rate,
            Result.Seconds,
            bidsPerSecond = Result.AcceptedPerSecond,
            Result.Answered.Accepted,
            Result.Answered.Refused,
            Result.Answered.Unavailable,
            Result.Answered.Unsent,
            Result.Answered.Unknown,
            achievedPercent = Result.Offered is null ? (double?)null : Result.AchievedPercent,
            p50Microseconds = Result.Latency.Percentile(50),
            p99Microseconds = Result.Latency.Percentile(99),
            p999Microseconds = Result.Latency.Percentile(99.9),
            maxMicroseconds = Result.Latency.Max,
            ownCpuSeconds = Result.CpuSeconds,
            connectionsLost = Losses,
            acceptedInAll = Result.Total.Accepted,
            shownRight = Problems.Count == 0,
            Problems,
        },
        Json);
}
