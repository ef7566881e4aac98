using Auctions.Measuring;

namespace Auctions.Bench.Cluster.Live;

/// <summary>What one span of the way of all bids comes to.</summary>
internal sealed record LiveStanding(
    int Silos,
    string Span,
    long Bids,
    long P50Microseconds,
    long P95Microseconds,
    long P99Microseconds,
    long MaxMicroseconds)
{
    public static LiveStanding Of(int silos, string span, Histogram times) => new(
        silos,
        span,
        times.Count,
        times.Percentile(50),
        times.Percentile(95),
        times.Percentile(99),
        times.Max);

    public static string ToText(IEnumerable<LiveStanding> standings)
    {
        var table = new Table("silos", "span", "bids", "p50 ms", "p95 ms", "p99 ms", "max ms");
        foreach (var standing in standings)
        {
            table.Add(
                $"{standing.Silos}",
                standing.Span,
                $"{standing.Bids:N0}",
                $"{standing.P50Microseconds / 1e3:N1}",
                $"{standing.P95Microseconds / 1e3:N1}",
                $"{standing.P99Microseconds / 1e3:N1}",
                $"{standing.MaxMicroseconds / 1e3:N1}");
        }

        return table.ToText();
    }
}
