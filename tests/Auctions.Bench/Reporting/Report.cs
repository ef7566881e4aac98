using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>The figures of all contestants.</summary>
internal sealed class Report(Findings findings)
{
    private readonly Standing[] _standings = [.. findings.Loaded.Select(Standing.Of)];

    public string ToText()
    {
        var stored = findings.IsRight
            ? "read back: every store holds exactly the bids that were acknowledged, and the highest leads"
            : "read back: STORED WRONGLY, see above";
        IEnumerable<string> parts =
        [
            .. _standings.Length > 0 ? [StandingsText()] : Array.Empty<string>(),
            .. findings.Peaks.Count > 0 ? [PeaksText()] : Array.Empty<string>(),
            .. Ratios().Select(ratio => ratio.ToText()),
            .. findings.Spikes.Select(SpikeText.Of),
            .. RetryRate.Of(findings.Loaded).Select(rate => rate.ToText()),
            stored,
        ];
        return string.Join('\n', parts);
    }

    public string ToJson() => new ReportDocument(
        findings.Settings.Lines.ToDictionary(),
        Machine.Here,
        findings.IsRight,
        _standings,
        [.. Ratios()],
        [.. findings.Peaks.Select(PeakLine.Of)],
        [.. findings.Spikes.Select(SpikeLine.Of)],
        [.. RetryRate.Of(findings.Loaded)],
        [.. findings.Loaded.Select(contestant => contestant.Results.Select(RunLine.Of).ToArray())]).ToJson();

    private string StandingsText()
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

        return table.ToText();
    }

    private string PeaksText()
    {
        var table = new Table(
            "scenario", "subject", "setup", "peak bids/s", "achieved %", "p99 ms at the peak", "p99 ms at half of it");
        foreach (var peak in findings.Peaks.Select(PeakLine.Of))
        {
            table.Add(
                peak.Scenario,
                peak.Subject,
                peak.Setup,
                $"{peak.Rate:N0}",
                $"{peak.AchievedPercent:N2}",
                $"{peak.P99Microseconds / 1e3:N2}",
                peak.P99MicrosecondsAtHalf is { } half ? $"{half / 1e3:N2}" : "-");
        }

        return table.ToText();
    }

    // At a given rate everybody is offered the same, so throughput does not compare them.
    private IEnumerable<Ratio> Ratios() => Best(
            findings.Loaded.Where(contestant => contestant.Plan.Rate is null),
            contestant => contestant,
            Ratio.Throughput,
            Ratio.Of)
        .Concat(Best(findings.Peaks, peak => peak.Contestant, peak => peak.Peak.Rate, Ratio.Of));

    // The engine at its best against each peer at its best, scenario by scenario; on as few servers as it was played,
    // since a peer has one.
    private static IEnumerable<Ratio> Best<T>(
        IEnumerable<T> all, Func<T, Contestant> contestantOf, Func<T, double> value, Func<T, T, Ratio> ratio)
        where T : class =>
        from scenario in all.GroupBy(one => contestantOf(one).Scenario)
        let engine = scenario.Where(one => contestantOf(one).IsEngine)
            .GroupBy(one => contestantOf(one).Servers)
            .MinBy(servers => servers.Key)?.MaxBy(value)
        from peers in scenario.Where(one => !contestantOf(one).IsEngine)
            .GroupBy(one => contestantOf(one).Subject)
        where engine is not null
        select ratio(engine, peers.MaxBy(value)!);
}
