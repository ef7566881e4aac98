namespace Auctions.Measuring;

/// <summary>How a subject is loaded.</summary>
/// <param name="Warmup">Not counted.</param>
/// <param name="Measured">Counted, right after it.</param>
/// <param name="Outstanding">Callers with one bid under way each; with a rate, most bids under way at a time.</param>
/// <param name="Rate">Bids sent per second, answered or not; null: each caller sends when it is answered.</param>
internal sealed record LoadPlan(TimeSpan Warmup, TimeSpan Measured, int Outstanding, int? Rate = null)
{
    /// <summary>When bids are due, where the rate changes; null: it does not. May outlast what is counted.</summary>
    public RateSchedule? Steps { get; init; }

    /// <summary>When bids are due; null: each caller sends when it is answered.</summary>
    public RateSchedule? Schedule =>
        Steps ?? (Rate is { } rate ? RateSchedule.Constant(rate, Warmup + Measured) : null);

    /// <summary>How long bids are sent.</summary>
    public TimeSpan Length => Steps?.End ?? (Warmup + Measured);

    /// <summary>In words for people.</summary>
    public string LoadText => Steps is not null ? "in steps"
        : Rate is { } rate ? $"{rate:N0}/s due"
        : $"{Outstanding:N0} outstanding";
}

/// <summary>What one run measured.</summary>
/// <param name="Seconds">Measured time.</param>
/// <param name="Offered">Bids due in it; null: each caller sent when it was answered.</param>
/// <param name="Answered">What was answered in it.</param>
/// <param name="AllocatedBytes">What this process allocated in it.</param>
/// <param name="CpuSeconds">Processor time of this process in it.</param>
/// <param name="CpuSecondsElsewhere">That of the subject's own processes.</param>
/// <param name="Latency">Microseconds of accepted bids sent or, with a rate, due in it, from that moment on; some are
/// answered after it.</param>
/// <param name="Total">What was answered in all, the warm-up included: what the store must hold.</param>
/// <param name="Course">How it went from the start of the warm-up on.</param>
internal sealed record LoadResult(
    double Seconds,
    long? Offered,
    Answered Answered,
    long AllocatedBytes,
    double CpuSeconds,
    double CpuSecondsElsewhere,
    Histogram Latency,
    Answered Total,
    Course Course)
{
    public double AcceptedPerSecond => Answered.Accepted / Seconds;

    /// <summary>Of the bids due in the measured time, how many were accepted; 100 where none was due.</summary>
    public double AchievedPercent => Offered is > 0 and var offered ? 100.0 * Latency.Count / offered : 100;
}
