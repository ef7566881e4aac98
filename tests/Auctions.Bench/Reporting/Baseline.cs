using System.Text.Json;
using Auctions.Bench.Peers;
using Auctions.Bench.Presets;
using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>Figures as <c>--json</c> wrote them.</summary>
/// <param name="Machine">On what they were made; null: the file does not say.</param>
/// <param name="Figures">All that can be compared.</param>
internal sealed record Baseline(Machine? Machine, IReadOnlyList<Figure> Figures)
{
    private const string BidsPerSecond = "bids/s";
    private const string P99Milliseconds = "p99 ms";
    private const string P99AtHalfMilliseconds = "p99 ms at half";

    private static readonly string[] PeerNames = [.. Enum.GetNames<Peer>().Select(name => name.ToLowerInvariant())];

    /// <exception cref="MeasurementException">There is no such file, or nothing to compare in it.</exception>
    public static async Task<Baseline> ReadAsync(string file, CancellationToken cancellation)
    {
        const string HowTo = "give a file that --json wrote.";
        if (!File.Exists(file))
        {
            throw new MeasurementException($"There is no file {file}; {HowTo}");
        }

        try
        {
            var baseline = Parse(await File.ReadAllTextAsync(file, cancellation));
            return baseline.Figures.Count > 0
                ? baseline
                : throw new MeasurementException($"{file} holds nothing to compare with; {HowTo}");
        }
        catch (Exception damaged) when (damaged is JsonException or NotSupportedException)
        {
            throw new MeasurementException($"{file} is not readable: {damaged.Message} {HowTo}");
        }
    }

    /// <exception cref="JsonException">It is no report.</exception>
    public static Baseline Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("It is no object.");
        }

        if (!root.TryGetProperty(PresetDocument.StepsName, out _))
        {
            var report = ReportDocument.Of(root);
            return new Baseline(report.Machine, [.. FiguresOf("", report)]);
        }

        var preset = PresetDocument.Of(root);
        return new Baseline(
            preset.Machine,
            [.. preset.Steps.SelectMany(step => step.Report is null ? [] : FiguresOf(step.Title, step.Report))]);
    }

    private static IEnumerable<Figure> FiguresOf(string step, ReportDocument report) =>
    [
        .. (report.Ratios ?? []).Select(ratio => OfRatio(step, ratio)),
        .. (report.Standings ?? []).SelectMany(standing => OfStanding(step, standing)),
        .. (report.Peaks ?? []).SelectMany(peak => OfPeak(step, peak)),
        .. (report.Spikes ?? []).Select(spike => OfSpike(step, spike)),
    ];

    // The best setup of either may be another one than last time; who is compared stays.
    private static Figure OfRatio(string step, Ratio ratio) => new(
        new FigureGroup(step, ratio.Scenario, ratio.Measure),
        $"engine to {ratio.Peer.Split(',')[0]}",
        ratio.Measure switch
        {
            Measure.Throughput => "ratio",
            Measure.Peak or Measure.Spike => "ratio of peaks",
        },
        ratio.Median,
        MoreIsBetter: true,
        FigureKind.Ratio);

    private static IEnumerable<Figure> OfStanding(string step, Standing standing)
    {
        var group = new FigureGroup(step, standing.Scenario, Measure.Throughput);
        var name = $"{standing.Subject}, {standing.Setup}, {standing.Load}";
        var kind = KindOf(standing.Subject);
        yield return new Figure(group, name, BidsPerSecond, standing.BidsPerSecond, true, kind);
        yield return new Figure(group, name, P99Milliseconds, standing.P99Microseconds / 1e3, false, kind);
    }

    private static IEnumerable<Figure> OfPeak(string step, PeakLine peak)
    {
        var group = new FigureGroup(step, peak.Scenario, Measure.Peak);
        var name = $"{peak.Subject}, {peak.Setup}, at the peak";
        var kind = KindOf(peak.Subject);
        yield return new Figure(group, name, BidsPerSecond, peak.Rate, true, kind);
        yield return new Figure(group, name, P99Milliseconds, peak.P99Microseconds / 1e3, false, kind);
        if (peak.P99MicrosecondsAtHalf is { } half)
        {
            yield return new Figure(group, name, P99AtHalfMilliseconds, half / 1e3, false, kind);
        }
    }

    private static Figure OfSpike(string step, SpikeLine spike) => new(
        new FigureGroup(step, Scenarios.NameOf(Scenario.Spike), Measure.Spike),
        $"{spike.Subject}, {spike.Setup}",
        P99Milliseconds,
        spike.P99Microseconds / 1e3,
        MoreIsBetter: false,
        KindOf(spike.Subject));

    private static FigureKind KindOf(string subject) =>
        PeerNames.Contains(subject) ? FigureKind.OfPeer : FigureKind.Own;
}
