using System.Collections.Concurrent;

namespace Auctions.Cli.Tests.Support;

/// <summary>
/// A clock on which waiting takes no time: it leaps to the end of each wait as soon as somebody starts one. Otherwise
/// it stands still.
/// </summary>
/// <param name="never">Waits of this length never end, if given.</param>
internal sealed class LeapingTime(TimeSpan? never = null) : TimeProvider
{
    private long ticks;

    /// <summary>The waits, in the order they started.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != never)
        {
            Waits.Enqueue(dueTime);
            Interlocked.Add(ref ticks, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Leap();
    }

    private sealed class Leap : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
