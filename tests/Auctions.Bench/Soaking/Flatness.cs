using Auctions.Measuring;

namespace Auctions.Bench.Soaking;

/// <summary>Whether something stopped growing: a line through what it was after the first quarter.</summary>
/// <param name="What">What it is.</param>
/// <param name="Unit">What it is counted in.</param>
/// <param name="Trend">The line.</param>
/// <param name="GrowthMax">By how much it may grow; null: it is only told.</param>
/// <param name="IsPercent">Whether that is in percent; else in the unit.</param>
internal sealed record Flatness(string What, string Unit, Trend Trend, double? GrowthMax, bool IsPercent)
{
    /// <summary>With fewer samples than this chance decides.</summary>
    public const int SamplesLeast = 16;

    /// <summary>The pool gives and takes a few threads all the time, and with them handles.</summary>
    public const int CountGrowthMax = 5;

    private const double Megabyte = 1 << 20;

    /// <summary>Whether it grew by more than it may.</summary>
    public bool Grew => GrowthMax is { } most && (IsPercent ? Trend.GrowthPercent : Trend.Growth) > most;

    /// <summary>Looks at all that is sampled.</summary>
    /// <exception cref="MeasurementException">There are too few samples to tell.</exception>
    public static IReadOnlyList<Flatness> Of(IReadOnlyList<Sample> samples, double residentGrowthPercentMax)
    {
        if (samples.Count < SamplesLeast)
        {
            throw new MeasurementException(
                $"It was over within {samples.Count} s, which says nothing about growth; ask for more --bids.");
        }

        Sample[] warm = [.. samples.Skip(samples.Count / 4)];
        Trend Through(Func<Sample, double> value) =>
            Trend.Of([.. warm.Select(sample => (sample.Seconds, value(sample)))]);
        return
        [
            new("resident memory", "MB", Through(one => one.ResidentBytes / Megabyte), residentGrowthPercentMax, true),
            new("managed heap", "MB", Through(one => one.HeapBytes / Megabyte), null, true),
            new("handles", "", Through(one => one.Handles), CountGrowthMax, false),
            new("threads", "", Through(one => one.Threads), CountGrowthMax, false),
        ];
    }
}
