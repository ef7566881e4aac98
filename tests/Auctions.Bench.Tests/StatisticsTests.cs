using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>What several runs come to.</summary>
public sealed class StatisticsTests
{
    /// <summary>Ranks as in tables of the interval of a median by order statistics.</summary>
    [Theory]
    [InlineData(6, 1, 6)]
    [InlineData(8, 1, 8)]
    [InlineData(10, 2, 9)]
    [InlineData(20, 6, 15)]
    [InlineData(25, 8, 18)]
    [InlineData(50, 18, 33)]
    public void The_interval_of_a_median_lies_between_the_values_of_these_ranks(int count, int least, int most) =>
        Assert.Equal(
            (least, most), Statistics.MedianInterval(Enumerable.Range(1, count).Select(value => (double)value)));

    [Fact]
    public void Of_few_values_it_is_all_of_them() => Assert.Equal((1, 3), Statistics.MedianInterval([3, 1, 2]));
}
