using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>The peak of a subject whose capacity is known is found, whatever hiccups on the way.</summary>
public sealed class PeakSearchTests
{
    private const double Slow = 100_000;
    private const double TooSlow = 150_000;

    [Theory]
    [InlineData(3)]
    [InlineData(650)]
    [InlineData(1_000)]
    [InlineData(12_345)]
    [InlineData(250_000)]
    [InlineData(2_000_000)]
    public async Task The_capacity_is_found(int capacity)
    {
        var peak = await FindAsync(rate => Served(rate, capacity));
        Assert.InRange(peak.Rate, capacity / 1.06, capacity / 0.99);
        Assert.True(peak.Holds);
    }

    [Fact]
    public async Task A_rate_that_is_served_too_slowly_does_not_hold()
    {
        var peak = await FindAsync(rate => new Offering(rate, 100, rate <= 5_000 ? Slow : TooSlow));
        Assert.InRange(peak.Rate, 5_000 / 1.06, 5_000);
    }

    [Fact]
    public async Task A_rate_that_fails_once_by_chance_is_tried_again()
    {
        var tried = new HashSet<int>();
        var peak = await FindAsync(rate => tried.Add(rate) ? new Offering(rate, 98.5, Slow) : Served(rate, 10_000));
        Assert.InRange(peak.Rate, 10_000 / 1.06, 10_000 / 0.99);
    }

    [Fact]
    public async Task What_does_not_hold_in_full_runs_is_lowered_until_it_does()
    {
        var peak = await FindAsync(rate => Served(rate, 10_000), rate => Served(rate, 8_000));
        Assert.InRange(peak.Rate, 8_000 / 1.06, 8_000 / 0.99);
    }

    [Fact]
    public async Task It_ends_with_what_was_confirmed()
    {
        var confirmed = new List<int>();
        var peak = await FindAsync(rate => Served(rate, 777), rate =>
        {
            confirmed.Add(rate);
            return Served(rate, 777);
        });
        Assert.Equal([peak.Rate], confirmed);
    }

    [Fact]
    public async Task Rates_are_round_and_few()
    {
        var tried = new List<int>();
        await FindAsync(rate =>
        {
            tried.Add(rate);
            return Served(rate, 123_456);
        });
        Assert.All(tried, rate => Assert.Equal(0, rate % (int)Math.Pow(10, Math.Floor(Math.Log10(rate)) - 2)));
        Assert.InRange(tried.Count, 1, PeakSearch.TriesExpected);
    }

    [Fact]
    public async Task A_subject_that_bears_nothing_has_no_peak() => await Assert.ThrowsAsync<MeasurementException>(
        () => FindAsync(rate => new Offering(rate, 0, TooSlow)));

    [Fact]
    public async Task A_peak_that_is_never_confirmed_is_none() => await Assert.ThrowsAsync<MeasurementException>(
        () => FindAsync(rate => Served(rate, 1_000), rate => new Offering(rate, 0, TooSlow)));

    [Theory]
    [InlineData(99, 120_000, true)]
    [InlineData(98.9, 1, false)]
    [InlineData(100, 120_001, false)]
    public void A_rate_holds_if_nearly_all_is_accepted_soon(double achieved, double p99, bool holds) =>
        Assert.Equal(holds, new Offering(1, achieved, p99).Holds);

    private static Offering Served(int rate, double capacity) => rate <= capacity
        ? new Offering(rate, 100, Slow)
        : new Offering(rate, 100 * capacity / rate, rate <= capacity / 0.99 ? Slow : TooSlow);

    private static Task<Offering> FindAsync(Func<int, Offering> serve, Func<int, Offering>? confirm = null) =>
        new PeakSearch(new Fake(serve, confirm ?? serve)).FindAsync(default);

    private sealed class Fake(Func<int, Offering> serve, Func<int, Offering> confirm) : IRates
    {
        public Task<Offering> TryAsync(int rate, CancellationToken cancellation) => Task.FromResult(serve(rate));

        public Task<Offering> ConfirmAsync(int rate, CancellationToken cancellation) => Task.FromResult(confirm(rate));
    }
}
