using Auctions.Measuring;

namespace Auctions.Bench.Spikes;

/// <summary>What a spike is.</summary>
/// <param name="Lull">Time before the last bids begin.</param>
/// <param name="Burst">The last time before the common end, with a hundred times as many bids.</param>
/// <param name="PeakRate">The peak, if it is known; null: it is found first.</param>
internal sealed record SpikeOptions(TimeSpan Lull, TimeSpan Burst, int? PeakRate)
{
    /// <summary>Of the peak so much is offered in the burst.</summary>
    public const double ShareOfPeak = 0.8;

    private const int BurstTimesLull = 100;

    // Bids go on after the end, few again: some come before the hammer and some after it.
    private static readonly TimeSpan Tail = TimeSpan.FromSeconds(2);

    /// <summary>How long creating the auctions may take.</summary>
    public TimeSpan Creation { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the creation of the auctions to their end.</summary>
    public TimeSpan ClosesIn => Creation + Lull + Burst;

    /// <summary>How long one spike is expected to take.</summary>
    public TimeSpan Expected => ClosesIn + Tail + (2 * Scenarios.OverheadOf(Scenario.Spike));

    /// <summary>Bids per second in the burst.</summary>
    public static int RateOf(int peak) => Math.Max(1, (int)(peak * ShareOfPeak));

    /// <summary>Bids per second before and after it.</summary>
    public static double LullRateOf(int rate) => (double)rate / BurstTimesLull;

    /// <summary>In words for people.</summary>
    public override string ToString() =>
        $"{ShareOfPeak:P0} of the peak for the last {Burst.TotalSeconds} s before all auctions end, a hundredth of " +
        "it before and after";

    /// <summary>The load; what is measured is the burst.</summary>
    public LoadPlan Plan(int rate) => new(Lull, Burst, BenchOptions.OutstandingAtRateMax, rate)
    {
        Steps = new RateSchedule(
            new RateStep(Lull, LullRateOf(rate)),
            new RateStep(Lull + Burst, rate),
            new RateStep(Lull + Burst + Tail, LullRateOf(rate))),
    };
}
