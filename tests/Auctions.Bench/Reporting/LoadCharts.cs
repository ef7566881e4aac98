using Auctions.Bench.Spikes;
using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>Charts of how runs went over time: what was offered and accepted, and how long that took.</summary>
internal static class LoadCharts
{
    /// <summary>One of each spike, of each peak, and of each contestant that was loaded as asked.</summary>
    public static IEnumerable<Chart> Of(Findings findings) =>
    [
        .. findings.Spikes.Select(OfSpike),
        .. findings.Peaks.Select(peak => OfRun(peak.AtPeak)),
        .. findings.Loaded.Select(OfRun),
    ];

    /// <summary>Throughput and latency over time.</summary>
    public static Chart Of(string title, Course course, params IReadOnlyList<ChartMark> marks)
    {
        ChartSeries Line(string name, Func<TimelineSlot, double> value) =>
            new(name, [.. course.Slots.Select(slot => (slot.Seconds, value(slot)))]);
        ChartSeries Latency(string name, Func<TimelineSlot, long> microseconds) =>
            Line(name, slot => slot.MaxMicroseconds > 0 ? microseconds(slot) / 1e3 : double.NaN);
        var seconds = course.Slot.TotalSeconds;
        return new Chart(
            title,
            "seconds",
            [
                new ChartPanel(
                    "bids per second",
                    IsLogarithmic: false,
                    Line("offered", at => at.Offered / seconds),
                    Line("accepted", at => at.Accepted / seconds)),
                new ChartPanel(
                    "milliseconds until accepted, by when a bid was due",
                    IsLogarithmic: true,
                    Latency("p50", at => at.P50Microseconds),
                    Latency("p99", at => at.P99Microseconds),
                    Latency("max", at => at.MaxMicroseconds)),
            ],
            marks);
    }

    private static Chart OfSpike(SpikeFinding spike) => Of(
        $"spike: {spike.Contestant.Subject}, {spike.Contestant.Setup}, {spike.Rate:N0}/s in the end",
        spike.Result.Course,
        new ChartMark(spike.ClosesAfter.TotalSeconds, "the end"));

    // The run in the middle by what it accepted.
    private static Chart OfRun(Contestant contestant)
    {
        var results = contestant.Results.OrderBy(result => result.AcceptedPerSecond).ToArray();
        return Of(contestant.ToString(), results[results.Length / 2].Course);
    }
}
