using Auctions.Bench.Peaks;
using Auctions.Bench.Spikes;
using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>The peak of a contestant.</summary>
internal sealed record PeakLine(
    string Scenario,
    string Subject,
    string Setup,
    int Rate,
    double AchievedPercent,
    double P99Microseconds,
    int? HalfRate,
    double? P99MicrosecondsAtHalf,
    IReadOnlyList<Offering> Tries,
    IReadOnlyList<RunLine> Runs,
    IReadOnlyList<RunLine> RunsAtHalf)
{
    public static PeakLine Of(PeakFinding peak) => new(
        Scenarios.NameOf(peak.Contestant.Scenario),
        peak.Contestant.Subject,
        peak.Contestant.Setup,
        peak.Peak.Rate,
        peak.Peak.AchievedPercent,
        peak.Peak.P99Microseconds,
        peak.Half?.Rate,
        peak.Half?.P99Microseconds,
        peak.Tries,
        [.. peak.AtPeak.Results.Select(RunLine.Of)],
        [.. peak.AtHalf?.Results.Select(RunLine.Of) ?? []]);
}

/// <summary>How a spike went. Counts are of the whole of it, latencies of its last seconds before the end.</summary>
internal sealed record SpikeLine(
    string Subject,
    string Setup,
    int PeakRate,
    int Rate,
    double ClosesAfterSeconds,
    double HammerMillisecondsMedian,
    double HammerMillisecondsMax,
    int SeenClosed,
    double SeenMillisecondsMedian,
    double SeenMillisecondsMax,
    double P99Microseconds,
    RunLine Run)
{
    public static SpikeLine Of(SpikeFinding spike) => new(
        spike.Contestant.Subject,
        spike.Contestant.Setup,
        spike.PeakRate,
        spike.Rate,
        spike.ClosesAfter.TotalSeconds,
        Median(spike.HammerMilliseconds),
        spike.HammerMilliseconds.DefaultIfEmpty().Max(),
        spike.SeenMilliseconds.Count,
        Median(spike.SeenMilliseconds),
        spike.SeenMilliseconds.DefaultIfEmpty().Max(),
        spike.Result.Latency.Percentile(99),
        RunLine.Of(spike.Result));

    private static double Median(IReadOnlyList<double> values) => Statistics.Median(values.DefaultIfEmpty());
}

/// <summary>One run.</summary>
internal sealed record RunLine(
    double Seconds,
    long? Offered,
    double AchievedPercent,
    Answered Answered,
    Answered Total,
    long AllocatedBytes,
    double CpuSeconds,
    double CpuSecondsElsewhere,
    long P50Microseconds,
    long P99Microseconds,
    long P999Microseconds,
    long MaxMicroseconds,
    CourseLine Course)
{
    public static RunLine Of(LoadResult result) => new(
        result.Seconds,
        result.Offered,
        result.AchievedPercent,
        result.Answered,
        result.Total,
        result.AllocatedBytes,
        result.CpuSeconds,
        result.CpuSecondsElsewhere,
        result.Latency.Percentile(50),
        result.Latency.Percentile(99),
        result.Latency.Percentile(99.9),
        result.Latency.Max,
        CourseLine.Of(result.Course));
}

/// <summary>How a run went over time: a value of each list for each slot.</summary>
internal sealed record CourseLine(
    double SlotMilliseconds,
    IReadOnlyList<long> Offered,
    IReadOnlyList<long> Accepted,
    IReadOnlyList<long> P50Microseconds,
    IReadOnlyList<long> P99Microseconds,
    IReadOnlyList<long> MaxMicroseconds)
{
    public static CourseLine Of(Course course) => new(
        course.Slot.TotalMilliseconds,
        [.. course.Slots.Select(slot => slot.Offered)],
        [.. course.Slots.Select(slot => slot.Accepted)],
        [.. course.Slots.Select(slot => slot.P50Microseconds)],
        [.. course.Slots.Select(slot => slot.P99Microseconds)],
        [.. course.Slots.Select(slot => slot.MaxMicroseconds)]);
}
