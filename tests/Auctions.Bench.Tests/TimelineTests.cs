using System.Diagnostics;
using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>What happens in a tenth of a second is counted there, in bounded memory.</summary>
public sealed class TimelineTests
{
    private const long Start = 1_000_000;

    [Fact]
    public void Offers_count_when_due_and_acceptances_when_answered()
    {
        var timeline = new Timeline(Start, TimeSpan.FromSeconds(0.3));
        timeline.Offer(At(0));
        timeline.Offer(At(0.0999));
        timeline.Offer(At(0.1));
        timeline.Accept(At(0.0999), At(0.25));
        var slots = timeline.Read().Slots;
        Assert.Equal([0, 0.1, 0.2], slots.Select(slot => Math.Round(slot.Seconds, 3)));
        Assert.Equal([2L, 1, 0], slots.Select(slot => slot.Offered));
        Assert.Equal([0L, 0, 1], slots.Select(slot => slot.Accepted));
    }

    [Fact]
    public void Latency_counts_where_the_bid_was_due()
    {
        var timeline = new Timeline(Start, TimeSpan.FromSeconds(0.3));
        foreach (var milliseconds in Enumerable.Range(1, 100))
        {
            timeline.Accept(At(0.15), At(0.15 + (milliseconds / 1e3)));
        }

        var slots = timeline.Read().Slots;
        Assert.Equal([0L, 100_000, 0], slots.Select(slot => slot.MaxMicroseconds));
        Assert.InRange(slots[1].P50Microseconds, 50_000, 52_000);
        Assert.InRange(slots[1].P99Microseconds, 99_000, 100_000);
    }

    [Fact]
    public void What_lies_outside_is_left_out()
    {
        var timeline = new Timeline(Start, TimeSpan.FromSeconds(0.1));
        timeline.Offer(At(-0.001));
        timeline.Offer(At(0.1));
        timeline.Accept(At(0.05), At(0.3));
        var slot = Assert.Single(timeline.Read().Slots);
        Assert.Equal((0, 0, 250_000), (slot.Offered, slot.Accepted, slot.MaxMicroseconds));
    }

    [Fact]
    public void A_long_run_has_longer_slots_not_more()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(100), new Timeline(Start, TimeSpan.FromMinutes(6)).Read().Slot);
        var day = new Timeline(Start, TimeSpan.FromDays(1)).Read();
        Assert.InRange(day.Slots.Count, 1, 4_096);
        Assert.Equal(0, day.Slot.TotalMilliseconds % 100);
        Assert.True(day.Slot * day.Slots.Count >= TimeSpan.FromDays(1));
    }

    [Fact]
    public void Nothing_counted_at_once_is_lost()
    {
        var timeline = new Timeline(Start, TimeSpan.FromSeconds(1));
        Parallel.For(0, 100_000, number =>
        {
            timeline.Offer(At(number % 10 / 10.0));
            timeline.Accept(At(number % 10 / 10.0), At(number % 10 / 10.0));
        });
        Assert.All(timeline.Read().Slots, slot => Assert.Equal((10_000, 10_000), (slot.Offered, slot.Accepted)));
    }

    // A hair later, so that rounding does not put it into the slot before.
    private static long At(double seconds) => Start + (long)Math.Round(seconds * Stopwatch.Frequency);
}
