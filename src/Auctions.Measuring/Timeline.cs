using System.Diagnostics;

namespace Auctions.Measuring;

/// <summary>What happened in one slot of a run.</summary>
/// <param name="Seconds">Where it begins, from the start of the load.</param>
/// <param name="Offered">Bids due in it, or sent where callers wait for their answers.</param>
/// <param name="Accepted">Bids whose acceptance was answered in it.</param>
/// <param name="P50Microseconds">Median of how long those due in it waited that were accepted.</param>
/// <param name="P99Microseconds">What 99 % of them did not exceed.</param>
/// <param name="MaxMicroseconds">The longest of them; 0: none was accepted.</param>
internal readonly record struct TimelineSlot(
    double Seconds,
    long Offered,
    long Accepted,
    long P50Microseconds,
    long P99Microseconds,
    long MaxMicroseconds);

/// <summary>How a run went over time.</summary>
/// <param name="Slot">How long a slot is.</param>
/// <param name="Slots">One after the other, from the start of the load.</param>
internal sealed record Course(TimeSpan Slot, IReadOnlyList<TimelineSlot> Slots);

/// <summary>
/// Counts how a run goes over time, in slots of 100 ms, or longer ones if there were too many: its memory is bounded.
/// What happens after the end of the load is not in it. Any thread may add at any time.
/// </summary>
internal sealed class Timeline
{
    private const int SlotsMax = 4_096;
    private const int Stripes = 8;

    private static readonly TimeSpan SlotLeast = TimeSpan.FromMilliseconds(100);

    private readonly long _start;
    private readonly TimeSpan _length;
    private readonly long _ticks;
    private readonly int _count;
    private readonly Histogram?[] _latency;

    // In stripes, so that processors do not wait for each other.
    private readonly long[][] _offered;
    private readonly long[][] _accepted;

    /// <param name="start">When the load starts, a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="length">How long it lasts.</param>
    public Timeline(long start, TimeSpan length)
    {
        _start = start;
        _length = SlotLeast * Math.Max(1, Math.Ceiling(length / SlotLeast / SlotsMax));
        _ticks = Timestamps.Of(_length);
        _count = (int)Math.Ceiling(length / _length);
        _latency = new Histogram?[_count];
        _offered = [.. Enumerable.Range(0, Stripes).Select(_ => new long[_count])];
        _accepted = [.. Enumerable.Range(0, Stripes).Select(_ => new long[_count])];
    }

    private static int Stripe => Thread.GetCurrentProcessorId() % Stripes;

    /// <summary>A bid is due.</summary>
    public void Offer(long due)
    {
        if (TryFind(due, out var at))
        {
            Interlocked.Increment(ref _offered[Stripe][at]);
        }
    }

    /// <summary>A bid is accepted, and that is answered.</summary>
    public void Accept(long due, long answered)
    {
        if (TryFind(answered, out var at))
        {
            Interlocked.Increment(ref _accepted[Stripe][at]);
        }

        if (TryFind(due, out at))
        {
            LazyInitializer.EnsureInitialized(ref _latency[at], static () => new Histogram(Histogram.Coarse))
                .Record((long)Stopwatch.GetElapsedTime(due, answered).TotalMicroseconds);
        }
    }

    /// <summary>What was counted; exact once nobody adds any more.</summary>
    public Course Read() => new(_length, [.. Enumerable.Range(0, _count).Select(Read)]);

    private TimelineSlot Read(int at)
    {
        var latency = _latency[at];
        return new TimelineSlot(
            at * _length.TotalSeconds,
            _offered.Sum(stripe => stripe[at]),
            _accepted.Sum(stripe => stripe[at]),
            latency?.Percentile(50) ?? 0,
            latency?.Percentile(99) ?? 0,
            latency?.Max ?? 0);
    }

    private bool TryFind(long timestamp, out int at)
    {
        var slot = (timestamp - _start) / _ticks;
        at = (int)slot;
        return timestamp >= _start && slot < _count;
    }
}
