namespace Auctions.Bench.Measuring;

/// <summary>How a subject is loaded.</summary>
/// <param name="Warmup">Not counted.</param>
/// <param name="Measured">Counted, right after it.</param>
/// <param name="Outstanding">Callers with one bid under way each; with a rate, most bids under way at a time.</param>
/// <param name="Rate">Bids sent per second, answered or not; null: each caller sends when it is answered.</param>
internal sealed record LoadPlan(TimeSpan Warmup, TimeSpan Measured, int Outstanding, int? Rate = null);

/// <summary>What one run measured.</summary>
/// <param name="Seconds">Measured time.</param>
/// <param name="Answered">What was answered in it.</param>
/// <param name="AllocatedBytes">What this process allocated in it.</param>
/// <param name="CpuSeconds">Processor time of this process in it.</param>
/// <param name="CpuSecondsElsewhere">That of the subject's own processes.</param>
/// <param name="Latency">Microseconds of accepted bids sent or, with a rate, due in it, from that moment on; some are
/// answered after it.</param>
/// <param name="Total">What was answered in all, the warm-up included: what the store must hold.</param>
internal sealed record LoadResult(
    double Seconds,
    Answered Answered,
    long AllocatedBytes,
    double CpuSeconds,
    double CpuSecondsElsewhere,
    Histogram Latency,
    Answered Total)
{
    public double AcceptedPerSecond => Answered.Accepted / Seconds;
}
