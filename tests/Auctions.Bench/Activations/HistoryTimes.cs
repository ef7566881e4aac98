using System.Diagnostics;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Measuring;

namespace Auctions.Bench.Activations;

/// <summary>How long a page of an auction's public history takes, wherever in the history it lies.</summary>
internal static class HistoryTimes
{
    private const int PageBids = 50;
    private const int PagesPerRun = 20;

    /// <summary>Adds a row: the newest page, one in the middle, and the oldest.</summary>
    /// <exception cref="MeasurementException">A page does not hold the bids that belong there.</exception>
    public static async Task TellAsync(
        Table table, IReadModels readModels, AuctionId id, int bids, int runs, CancellationToken cancellation)
    {
        // Sequence 1 is the creation; bid n has sequence n + 1.
        (string Name, long Before)[] places = [("newest", bids + 2L), ("middle", bids / 2), ("oldest", PageBids + 2L)];
        var times = new List<string>();
        foreach (var (name, before) in places)
        {
            var milliseconds = new List<double>();
            for (var page = 0; page <= runs * PagesPerRun; page++)
            {
                var start = Stopwatch.GetTimestamp();
                var history = await readModels.HistoryAsync(
                    new HistoryQuery(id, before, PageBids), cancellation);
                milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                Check(history.Items, before);
            }

            // The first one compiled the code.
            times.Add($"{name} {Statistics.Median(milliseconds[1..]):N1} ms, p99 {P99(milliseconds[1..]):N1} ms");
        }

        table.Add(
            $"read a page of {PageBids} bids of its history",
            times[0],
            "-",
            $"{times[1]}; {times[2]}; medians of {runs * PagesPerRun} each");
    }

    private static void Check(IReadOnlyList<HistoryEntry> page, long before)
    {
        var expected = Enumerable.Range(1, PageBids).Select(step => before - step);
        if (!page.Select(entry => entry.Sequence).SequenceEqual(expected))
        {
            throw new MeasurementException($"The history before bid {before} is not what was placed.");
        }
    }

    private static double P99(List<double> values) => values.Order().ElementAt(values.Count * 99 / 100);
}
