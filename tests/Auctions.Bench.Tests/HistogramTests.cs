using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>Percentiles are within 0.1 % of the true ones, in fixed memory.</summary>
public sealed class HistogramTests
{
    [Fact]
    public void An_empty_one_says_0()
    {
        var histogram = new Histogram();
        Assert.Equal((0, 0, 0), (histogram.Count, histogram.Max, histogram.Percentile(50)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_047)]
    [InlineData(2_048)]
    [InlineData(2_049)]
    [InlineData(4_095)]
    [InlineData(4_096)]
    [InlineData(1_234_567)]
    [InlineData(123_456_789_012)]
    [InlineData(Histogram.ValueMax)]
    public void A_single_value_comes_back_exactly(long value)
    {
        var histogram = new Histogram();
        histogram.Record(value);
        Assert.Equal((1, value, value), (histogram.Count, histogram.Max, histogram.Percentile(99)));
    }

    [Fact]
    public void Every_value_is_reported_at_most_a_thousandth_too_high_and_never_too_low()
    {
        for (var value = 1L; value < Histogram.ValueMax / 3; value = (value * 17 / 16) + 1)
        {
            var histogram = new Histogram();
            histogram.Record(value);
            histogram.Record(Histogram.ValueMax);
            Assert.InRange(histogram.Percentile(50), value, value + (value / 1_000));
        }
    }

    [Fact]
    public void Percentiles_are_those_of_the_sorted_values()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 10_001).Select(_ => (long)Math.Exp(random.NextDouble() * 16)).ToArray();
        var histogram = new Histogram();
        Array.ForEach(values, histogram.Record);
        Array.Sort(values);
        foreach (var percent in new[] { 0.01, 1, 25, 50, 90, 99, 99.9, 99.99, 100 })
        {
            var exact = values[(int)Math.Ceiling(values.Length * percent / 100) - 1];
            Assert.InRange(histogram.Percentile(percent), exact, exact + (exact / 1_000));
        }
    }

    [Fact]
    public void What_is_too_large_counts_as_the_largest()
    {
        var histogram = new Histogram();
        histogram.Record(long.MaxValue);
        Assert.Equal(Histogram.ValueMax, histogram.Percentile(100));
    }

    [Fact]
    public void A_negative_value_is_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Histogram().Record(-1));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void There_is_no_such_percentile(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Histogram().Percentile(percent));

    [Fact]
    public void Nothing_recorded_at_once_is_lost()
    {
        var histogram = new Histogram();
        Parallel.For(0, 100_000, value => histogram.Record(value % 7));
        Assert.Equal((100_000, 6), (histogram.Count, histogram.Max));
    }
}
