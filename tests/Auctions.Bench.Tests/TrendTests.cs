using Auctions.Bench.Soaking;
using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>What grows is told from what only goes up and down.</summary>
public sealed class TrendTests
{
    private const int Seconds = 400;
    private const long Megabyte = 1 << 20;

    [Fact]
    public void A_line_through_points_on_a_line_is_that_line()
    {
        var trend = Trend.Of([(10, 5), (20, 10), (40, 20)]);
        Assert.Equal(5, trend.First, precision: 9);
        Assert.Equal(20, trend.Last, precision: 9);
        Assert.Equal((15, 300), (Math.Round(trend.Growth, 6), Math.Round(trend.GrowthPercent, 6)));
    }

    [Fact]
    public void One_point_in_time_is_no_trend()
    {
        Assert.Throws<ArgumentException>(() => Trend.Of([(1, 1)]));
        Assert.Throws<ArgumentException>(() => Trend.Of([(1, 1), (1, 2)]));
    }

    [Fact]
    public void What_only_goes_up_and_down_is_flat() =>
        Assert.DoesNotContain(Flat(at => 500 + (at % 10 * 20)), one => one.Grew);

    [Fact]
    public void What_grew_while_it_got_warm_is_flat() =>
        Assert.DoesNotContain(Flat(at => at < Seconds / 4 ? at * 5 : 500), one => one.Grew);

    [Fact]
    public void Memory_that_goes_on_growing_is_found() => Assert.Equal(
        "resident memory", Assert.Single(Flat(at => 500 + (at * 0.5)), one => one.Grew).What);

    [Fact]
    public void Memory_may_grow_by_as_much_as_is_said() =>
        Assert.DoesNotContain(Flat(at => 500 + (at * 0.5), growthMax: 40), one => one.Grew);

    [Fact]
    public void Handles_that_are_not_given_back_are_found() => Assert.Equal(
        "handles", Assert.Single(Flat(_ => 500, handles: at => 100 + (at / 20)), one => one.Grew).What);

    [Fact]
    public void Threads_that_do_not_end_are_found() => Assert.Equal(
        "threads", Assert.Single(Flat(_ => 500, threads: at => 20 + (at / 20)), one => one.Grew).What);

    [Fact]
    public void A_few_seconds_say_nothing() => Assert.Throws<MeasurementException>(
        () => Flatness.Of([new Sample(1, 1, 1, 1, 1, 1, 1, 1), new Sample(2, 2, 1, 1, 1, 1, 1, 1)], 10));

    [Fact]
    public void A_process_can_be_sampled()
    {
        var sample = Sample.Take(1, 2);
        Assert.InRange(sample.ResidentBytes, Megabyte, 1L << 40);
        Assert.InRange(sample.Handles, 1, 1_000_000);
        Assert.InRange(sample.Threads, 1, 100_000);
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(3_900, "1 h 5 min")]
    public void Durations_are_for_people(double seconds, string text) =>
        Assert.Equal(text, Duration.ToText(TimeSpan.FromSeconds(seconds)));

    private static IReadOnlyList<Flatness> Flat(
        Func<int, double> megabytes,
        double growthMax = 10,
        Func<int, int>? handles = null,
        Func<int, int>? threads = null) =>
        Flatness.Of(
            [
                .. Enumerable.Range(0, Seconds).Select(at => new Sample(
                    at,
                    at,
                    (long)(megabytes(at) * Megabyte),
                    Megabyte,
                    handles?.Invoke(at) ?? 100,
                    threads?.Invoke(at) ?? 20,
                    at,
                    0)),
            ],
            growthMax);
}
