using System.Diagnostics;

namespace Auctions.Chaos.Recordings;

/// <summary>
/// Time of a run in ticks of 100 ns since its start, by the monotonic clock; and what the wall clock showed then.
/// </summary>
internal sealed class StageTime
{
    private readonly long _origin = Stopwatch.GetTimestamp();

    /// <summary>The wall clock at time 0.</summary>
    public DateTimeOffset Start { get; } = DateTimeOffset.UtcNow;

    public long Now => Stopwatch.GetElapsedTime(_origin).Ticks;

    /// <summary>What the wall clock shows now, if nobody has set it since the start.</summary>
    public DateTimeOffset Wall => Start.AddTicks(Now);
}
