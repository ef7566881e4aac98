using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>Bids are due evenly within a step, and exactly as many as the rates make.</summary>
public sealed class RateScheduleTests
{
    private static readonly RateSchedule Spike = new(
        new RateStep(TimeSpan.FromSeconds(5), 10),
        new RateStep(TimeSpan.FromSeconds(15), 1_000),
        new RateStep(TimeSpan.FromSeconds(17), 10));

    [Fact]
    public void Each_step_has_as_many_as_its_rate_makes()
    {
        Assert.Equal(50, Spike.DueBefore(TimeSpan.FromSeconds(5)));
        Assert.Equal(50 + 10_000, Spike.DueBefore(TimeSpan.FromSeconds(15)));
        Assert.Equal(50 + 10_000 + 20, Spike.DueBefore(TimeSpan.FromSeconds(17)));
        Assert.Equal(50 + 10_000 + 20, Spike.DueBefore(TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.FromSeconds(17), Spike.End);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.1)]
    [InlineData(49, 4.9)]
    [InlineData(50, 5)]
    [InlineData(51, 5.001)]
    [InlineData(10_049, 14.999)]
    [InlineData(10_050, 15)]
    [InlineData(10_069, 16.9)]
    public void A_bid_is_due_when_its_rate_says(long number, double seconds)
    {
        Assert.True(Spike.TryDueAt(number, out var due));
        Assert.Equal(seconds, due.TotalSeconds, precision: 5);
    }

    [Fact]
    public void After_the_last_one_none_is_due() => Assert.False(Spike.TryDueAt(10_070, out _));

    [Fact]
    public void What_is_due_before_a_time_are_those_that_are_due_before_it()
    {
        var schedule = new RateSchedule(
            new RateStep(TimeSpan.FromSeconds(0.7), 3), new RateStep(TimeSpan.FromSeconds(2.3), 7.7));
        var due = new List<double>();
        for (long number = 0; schedule.TryDueAt(number, out var time); number++)
        {
            due.Add(time.TotalSeconds);
        }

        Assert.Equal(due.Order(), due);
        foreach (var tenths in Enumerable.Range(0, 30))
        {
            var time = TimeSpan.FromSeconds(tenths / 10.0);
            Assert.Equal(due.Count(one => one < time.TotalSeconds - 1e-6), schedule.DueBefore(time));
        }
    }

    [Fact]
    public void A_step_may_have_none()
    {
        var schedule = new RateSchedule(
            new RateStep(TimeSpan.FromSeconds(1), 0), new RateStep(TimeSpan.FromSeconds(2), 1));
        Assert.True(schedule.TryDueAt(0, out var due));
        Assert.Equal(1, due.TotalSeconds);
        Assert.False(schedule.TryDueAt(1, out _));
    }

    [Fact]
    public void Millions_in_an_hour_are_not_one_too_many() => Assert.Equal(
        3_600L * 999_999, RateSchedule.Constant(999_999, TimeSpan.FromHours(1)).DueBefore(TimeSpan.FromHours(1)));

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 1, 1, 1)]
    [InlineData(1, -1, 2, 1)]
    [InlineData(1, double.NaN, 2, 1)]
    [InlineData(0, 1, 1, 1)]
    public void Steps_that_make_no_sense_are_refused(double until, double rate, double next, double nextRate) =>
        Assert.Throws<ArgumentException>(() => new RateSchedule(
            new RateStep(TimeSpan.FromSeconds(until), rate), new RateStep(TimeSpan.FromSeconds(next), nextRate)));
}
