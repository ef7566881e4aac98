using Auctions.Bench.Spikes;
using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>How a spike went, for people.</summary>
internal static class SpikeText
{
    public static string Of(SpikeFinding spike)
    {
        var line = SpikeLine.Of(spike);
        (string Name, string Text)[] lines =
        [
            ("offered", Offered(spike)),
            ("in time", InTime(spike.Result.Total)),
            ("not", $"{spike.Result.Total.Late:N0} came after the end and were refused as late; " +
                $"{spike.Result.Total.Unsent:N0} were due and not sent, since too many were under way"),
            ("latency", Latency(spike.Result)),
            ("hammers", $"{spike.HammerMilliseconds.Count:N0} fell after the end in force, by " +
                $"{line.HammerMillisecondsMedian:N0} ms at the median and {line.HammerMillisecondsMax:N0} ms at most"),
            ("seen", $"{line.SeenClosed:N0} of them by watchers, after {line.SeenMillisecondsMedian:N0} ms at the " +
                $"median and {line.SeenMillisecondsMax:N0} ms at most"),
            ("goals", Goals(spike)),
            ("journal", Journal(spike.Contestant)),
        ];
        var head = $"spike: {line.Subject}, {line.Setup}; {SpikeFinding.Auctions:N0} auctions that end together\n";
        return head + string.Concat(lines.Select(part => $"  {part.Name,-9}{part.Text}\n"));
    }

    private static string Offered(SpikeFinding spike) =>
        $"{SpikeOptions.LullRateOf(spike.Rate):N0}/s; in the last {spike.Result.Seconds:N1} s before the end " +
        $"{spike.Rate:N0}/s, {SpikeOptions.ShareOfPeak:P0} of the peak of {spike.PeakRate:N0}/s; after it as at first";

    private static string InTime(Answered total) =>
        $"{total.HandedOver - total.Late:N0} bids: {total.Accepted:N0} accepted, {total.Refused:N0} overtaken on " +
        $"their way, {total.Unavailable:N0} turned away, {total.Unknown:N0} of unknown outcome, " +
        $"{total.ShutOut:N0} refused as late";

    private static string Latency(LoadResult burst) =>
        $"in those seconds p50 {burst.Latency.Percentile(50) / 1e3:N2} ms, p99 " +
        $"{burst.Latency.Percentile(99) / 1e3:N2} ms, max {burst.Latency.Max / 1e3:N1} ms; " +
        $"{burst.AchievedPercent:N2} % accepted";

    private static string Goals(SpikeFinding spike) =>
        $"nobody turned away: {Said(spike.IsComplete)}; {Offering.AchievedPercentLeast:N0} % accepted with " +
        $"p99 within {Offering.P99MicrosecondsMax / 1e3:N0} ms: " +
        $"{Said(spike.IsFast)}; hammers within {SpikeFinding.HammerMillisecondsMax:N0} ms of the end: " +
        Said(spike.IsPunctual);

    private static string Journal(Contestant contestant) => contestant.Problems.Count == 0
        ? "nothing acknowledged is lost, every bid in time counts, each auction closed once, buyer and price are right"
        : $"WRONG in {contestant.Problems.Count} places, see above";

    private static string Said(bool isReached) => isReached ? "reached" : "MISSED";
}
