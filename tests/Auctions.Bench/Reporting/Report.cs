using System.Text.Json;

namespace Auctions.Bench.Reporting;

/// <summary>The figures of all contestants.</summary>
internal sealed class Report(Settings settings, IReadOnlyList<Contestant> contestants, bool isRight)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Standing[] _standings = [.. contestants.Select(Standing.Of)];

    public string ToText()
    {
        var table = new Table(
            "scenario", "subject", "setup", "outstanding", "bids/s", "least to most", "p50 ms", "p99 ms", "p99.9 ms",
            "max ms", "accepted %", "refused %", "unavailable %", "B/bid", "CPU us/bid", "elsewhere");
        foreach (var standing in _standings)
        {
            table.Add(
                standing.Scenario,
                standing.Subject,
                standing.Setup,
                standing.Rate is { } rate ? $"{rate:N0}/s due" : $"{standing.Outstanding:N0}",
                $"{standing.BidsPerSecond:N0}",
                $"{standing.BidsPerSecondLeast:N0} to {standing.BidsPerSecondMost:N0}",
                $"{standing.P50Microseconds / 1e3:N2}",
                $"{standing.P99Microseconds / 1e3:N2}",
                $"{standing.P999Microseconds / 1e3:N2}",
                $"{standing.MaxMicroseconds / 1e3:N1}",
                $"{standing.AcceptedPercent:N2}",
                $"{standing.RefusedPercent:N2}",
                $"{standing.UnavailablePercent:N2}",
                $"{standing.AllocatedBytesPerBid:N0}",
                $"{standing.CpuMicrosecondsPerBid:N1}",
                $"{standing.CpuMicrosecondsPerBidElsewhere:N1}");
        }

        var stored = isRight
            ? "read back: every store holds exactly the bids that were acknowledged, and the highest leads"
            : "read back: STORED WRONGLY, see above";
        return string.Join('\n', [table.ToText(), .. Ratios().Select(ratio => ratio.ToText()), stored]);
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            settings = settings.Lines.ToDictionary(),
            storedRight = isRight,
            standings = _standings,
            ratios = Ratios(),
            runs = contestants.Select(contestant => contestant.Results.Select(result => new
            {
                result.Seconds,
                result.Answered.Accepted,
                result.Answered.Refused,
                result.Answered.Unavailable,
                result.Answered.Unknown,
                result.AllocatedBytes,
                result.CpuSeconds,
                result.CpuSecondsElsewhere,
                p50Microseconds = result.Latency.Percentile(50),
                p99Microseconds = result.Latency.Percentile(99),
                p999Microseconds = result.Latency.Percentile(99.9),
                maxMicroseconds = result.Latency.Max,
            })),
        },
        Json);

    // At a given rate everybody is offered the same, so throughput does not compare them.
    private IEnumerable<Ratio> Ratios() =>
        from scenario in contestants.Where(contestant => contestant.Plan.Rate is null)
            .GroupBy(contestant => contestant.Scenario)
        let engine = scenario.Where(contestant => contestant.IsEngine).MaxBy(Ratio.Throughput)
        from peers in scenario.Where(contestant => !contestant.IsEngine).GroupBy(contestant => contestant.Subject)
        where engine is not null
        select Ratio.Of(engine, peers.MaxBy(Ratio.Throughput)!);
}
