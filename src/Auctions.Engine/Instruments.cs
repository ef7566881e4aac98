using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Auctions.Engine;

/// <summary>
/// What the instruments of all parts have in common. An auction's id is never a tag of a metric, for there are too many
/// of them; traces carry it.
/// </summary>
public static class Instruments
{
    /// <summary>Name of the product's meter and of its source of activities.</summary>
    public const string Name = "OrleansAuctions";

    // From a microsecond, which a decision takes, to the longest wait for an answer; 120 ms is the goal for the peak.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries =
        [
            1e-6, 2.5e-6, 5e-6, 10e-6, 25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 0.001, 0.0025, 0.005, 0.010, 0.025, 0.050,
            0.100, 0.120, 0.250, 0.500, 1, 2.5, 5, 10,
        ],
    };

    /// <summary>The activities of a bid on its way; made only where somebody listens.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>A histogram of seconds, from microseconds to ten.</summary>
    /// <param name="meter">Of which it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">From when until when.</param>
    public static Histogram<double> CreateDuration(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, Durations);
}
