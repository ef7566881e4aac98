using Auctions.Engine.Heat;

namespace Auctions.Engine.Tests;

/// <summary>Percentiles of durations, in little room.</summary>
public sealed class DurationHistogramTests
{
    [Fact]
    public void A_percentile_is_not_too_low_and_at_most_a_quarter_too_high()
    {
        var random = new Random(1);
        var durations = Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * 15)).ToArray();
        var histogram = new DurationHistogram();
        Array.ForEach(durations, one => histogram.Add(one));
        Array.Sort(durations);
        foreach (var share in new[] { 0.01, 0.5, 0.9, 0.99, 1 })
        {
            var exact = durations[(int)Math.Ceiling(share * durations.Length) - 1];
            var told = histogram.Quantile(share)!.Value.TotalMicroseconds;
            Assert.InRange(told, exact, (1.25 * exact) + 1);
        }
    }

    [Fact]
    public void Histograms_add_up_to_that_of_all_durations()
    {
        var (odd, even, all) = (new DurationHistogram(), new DurationHistogram(), new DurationHistogram());
        for (var duration = 1; duration < 2_000; duration++)
        {
            (duration % 2 == 0 ? even : odd).Add(duration);
            all.Add(duration);
        }

        odd.Add(even);
        Assert.Equal(all.Count, odd.Count);
        Assert.All([0.1, 0.5, 0.99], share => Assert.Equal(all.Quantile(share), odd.Quantile(share)));
    }

    [Fact]
    public void A_weight_counts_as_often()
    {
        var histogram = new DurationHistogram();
        histogram.Add(10);
        histogram.Add(1_000, weight: 99);
        Assert.Equal(100, histogram.Count);
        Assert.Null(new DurationHistogram().Quantile(0.5));
        Assert.InRange(histogram.Quantile(0.02)!.Value.TotalMicroseconds, 1_000, 1_250);
        Assert.InRange(histogram.Quantile(0.01)!.Value.TotalMicroseconds, 10, 13);
    }

    [Fact]
    public void What_is_shorter_or_longer_than_all_buckets_is_in_the_first_and_the_last()
    {
        var histogram = new DurationHistogram();
        histogram.Add(-5);
        histogram.Add(long.MaxValue);
        Assert.InRange(histogram.Quantile(0.5)!.Value.TotalMicroseconds, 1, 2);
        Assert.InRange(histogram.Quantile(1)!.Value.TotalSeconds, 16, 17);
    }
}
