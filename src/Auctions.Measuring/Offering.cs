namespace Auctions.Measuring;

/// <summary>What became of a rate that was offered.</summary>
/// <param name="Rate">Bids due per second.</param>
/// <param name="AchievedPercent">How many of them were accepted.</param>
/// <param name="P99Microseconds">What 99 % of these did not wait longer than.</param>
internal readonly record struct Offering(int Rate, double AchievedPercent, double P99Microseconds)
{
    /// <summary>Of a rate that holds so many are accepted.</summary>
    public const double AchievedPercentLeast = 99;

    /// <summary>At a rate that holds 99 % wait no longer than this.</summary>
    public const double P99MicrosecondsMax = 120_000;

    // Beyond this it is no matter of luck.
    private const double Clearly = 2;

    /// <summary>Whether the subject bears the rate.</summary>
    public bool Holds => AchievedPercent >= AchievedPercentLeast && P99Microseconds <= P99MicrosecondsMax;

    /// <summary>Whether it does not by so much that a second try is of no use.</summary>
    public bool FailsClearly =>
        100 - AchievedPercent > Clearly * (100 - AchievedPercentLeast) ||
        P99Microseconds > Clearly * P99MicrosecondsMax;

    public static Offering Of(int rate, LoadResult result) =>
        new(rate, result.AchievedPercent, result.Latency.Percentile(99));

    /// <summary>What several runs at a rate come to: their medians.</summary>
    public static Offering Of(int rate, IReadOnlyList<LoadResult> results) => new(
        rate,
        Statistics.Median(results.Select(result => result.AchievedPercent)),
        Statistics.Median(results.Select(result => (double)result.Latency.Percentile(99))));

    public override string ToString() =>
        $"{Rate:N0}/s: {AchievedPercent:N1} % accepted, p99 {P99Microseconds / 1e3:N1} ms";
}
