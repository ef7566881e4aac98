namespace Auctions.Simulation.Clockwork;

/// <summary>The clocks of one process: a true monotonic one, and a wall clock that may be off and jump.</summary>
internal sealed class StrandTime(Strand strand, DateTimeOffset start) : TimeProvider
{
    /// <summary>By how much the wall clock is ahead, in ticks.</summary>
    public long Skew { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => strand.World.Now;

    public override DateTimeOffset GetUtcNow() => start.AddTicks(strand.World.Now + Skew);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new StrandTimer(strand, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}

/// <summary>A timer in virtual time; fires on its strand.</summary>
internal sealed class StrandTimer(Strand strand, TimerCallback callback, object? state) : ITimer
{
    private static readonly SendOrPostCallback Fire = static state => ((StrandTimer)state!).Fired();

    private TimeSpan _period;

    /// <summary>Rises whenever the timer is set anew or disposed of; an alarm of an older version is void.</summary>
    public int Version { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Version++;
        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            strand.World.SetAlarm(
                strand.World.Now + dueTime.Ticks, new Alarm(new Work(strand, Fire, this), this, Version));
        }

        return true;
    }

    public void Dispose() => Version++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fired()
    {
        if (_period > TimeSpan.Zero)
        {
            Change(_period, _period);
        }

        callback(state);
    }
}
