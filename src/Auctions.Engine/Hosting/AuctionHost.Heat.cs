using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Heat;

namespace Auctions.Engine.Hosting;

/// <summary>The side of a host that counts and times its bids.</summary>
internal sealed partial class AuctionHost
{
    // Under the lock; null: nothing happened since frames were last made.
    private HeatTally? _heat;

    // Which bids are timed. Outside the lock, for a bid is handed over before it: a bid more or less is no harm.
    private int _untilTimed;
    private int _timed;

    /// <summary>Monotonic clock of its bids.</summary>
    public TimeProvider Time => services.Clock.Time;

    private HeatRecorder Recorder => services.Meter.Heat;

    /// <summary>The tally is the caller's from now on; the next bid gets another.</summary>
    public void TakeHeat()
    {
        lock (_turn)
        {
            _heat = null;
        }

        (_untilTimed, _timed) = (0, 0);
    }

    /// <summary>The times of a bid are known.</summary>
    /// <param name="watch">The times.</param>
    /// <param name="weight">How many bids they stand for.</param>
    public void Timed(BidWatch watch, int weight)
    {
        if (!Recorder.IsOn || watch.Decided == 0)
        {
            return;
        }

        var now = Time.GetTimestamp();
        lock (_turn)
        {
            if (Recorder.PartsOf(Heat(), weight) is { } parts)
            {
                parts.Queue.Add(MicrosecondsOf(watch.Began - watch.HandedOver), weight);
                parts.Decide.Add(MicrosecondsOf(watch.Decided - watch.Began), weight);
                if (watch.Durable != 0)
                {
                    parts.Commit.Add(MicrosecondsOf(watch.Durable - watch.Decided), weight);
                    parts.Reply.Add(MicrosecondsOf(now - watch.Durable), weight);
                }
            }
        }
    }

    /// <summary>Ticks of the monotonic clock in microseconds.</summary>
    public long MicrosecondsOf(long ticks) => (long)Time.GetElapsedTime(0, ticks).TotalMicroseconds;

    private HeatTally Heat() => _heat ??= Recorder.Rent(this);

    // Null: the bid is not timed.
    private BidTiming? BeginTiming(AuctionCommand command)
    {
        if (!Recorder.IsOn || command is not KeyedCommand || --_untilTimed >= 0)
        {
            return null;
        }

        var isFirst = ++_timed <= HeatRecorder.TimedFirst;
        _untilTimed = _timed < HeatRecorder.TimedFirst ? 0 : HeatRecorder.TimedEvery - 1;
        return Recorder.Time(this, isFirst ? 1 : HeatRecorder.TimedEvery);
    }

    private void Count(AuctionActor actor, Ticket ticket)
    {
        if (Recorder.IsOn && ticket.Command is KeyedCommand)
        {
            Heat().Count(ticket, actor.Waiting);
        }
    }

    private void CountFlush(long at, bool isFinal)
    {
        if (Recorder.IsOn)
        {
            Heat().Flushed(at - DecidedSince);
            _heat!.IsClosed |= isFinal;
        }
    }
}
