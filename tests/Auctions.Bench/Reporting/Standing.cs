using System.Text.Json.Serialization;
using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>What the runs of one contestant come to: medians, and the extremes of its throughput.</summary>
internal sealed record Standing(
    string Scenario,
    string Subject,
    string Setup,
    int Outstanding,
    int? Rate,
    double BidsPerSecond,
    double BidsPerSecondLeast,
    double BidsPerSecondMost,
    double P50Microseconds,
    double P99Microseconds,
    double P999Microseconds,
    double MaxMicroseconds,
    double AcceptedPercent,
    double RefusedPercent,
    double UnavailablePercent,
    double AllocatedBytesPerBid,
    double CpuMicrosecondsPerBid,
    double CpuMicrosecondsPerBidElsewhere)
{
    /// <summary>How it was loaded, for people.</summary>
    [JsonIgnore]
    public string Load => new LoadPlan(default, default, Outstanding, Rate).LoadText;

    public static Standing Of(Contestant contestant)
    {
        var results = contestant.Results;
        double Median(Func<LoadResult, double> value) => Statistics.Median(results.Select(value));
        double Percent(Func<Answered, long> part) =>
            Median(result => 100.0 * part(result.Answered) / Math.Max(1, result.Answered.All));
        double PerBid(Func<LoadResult, double> value) =>
            Median(result => value(result) / Math.Max(1, result.Answered.Accepted));
        return new Standing(
            Scenarios.NameOf(contestant.Scenario),
            contestant.Subject,
            contestant.Setup,
            contestant.Plan.Outstanding,
            contestant.Plan.Rate,
            Median(result => result.AcceptedPerSecond),
            results.Min(result => result.AcceptedPerSecond),
            results.Max(result => result.AcceptedPerSecond),
            Median(result => result.Latency.Percentile(50)),
            Median(result => result.Latency.Percentile(99)),
            Median(result => result.Latency.Percentile(99.9)),
            Median(result => result.Latency.Max),
            Percent(answered => answered.Accepted),
            Percent(answered => answered.Refused + answered.Late + answered.ShutOut),
            Percent(answered => answered.Unavailable + answered.Unsent + answered.Unknown),
            PerBid(result => result.AllocatedBytes),
            PerBid(result => result.CpuSeconds * 1e6),
            PerBid(result => result.CpuSecondsElsewhere * 1e6));
    }
}
