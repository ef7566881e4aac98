using System.Diagnostics;

namespace Auctions.Engine.Hosting;

/// <summary>
/// The times of one bid on its way through the engine. Its parts follow one another without a gap: queue, decide,
/// commit, reply. All are monotonic timestamps; 0 is none.
/// </summary>
internal abstract class BidWatch
{
    private TimeProvider _time = TimeProvider.System;

    public long HandedOver { get; private set; }

    public long Began { get; private set; }

    /// <summary>0: there was no turn.</summary>
    public long Decided { get; private set; }

    /// <summary>When its answer was durable; 0: it was told at once. Never before <see cref="Decided"/>.</summary>
    public long Durable { get; private set; }

    /// <summary>The bid is handed over.</summary>
    public void Begin(TimeProvider time)
    {
        _time = time;
        HandedOver = time.GetTimestamp();
        (Began, Decided, Durable) = (0, 0, 0);
    }

    public void TurnBegins() => Began = _time.GetTimestamp();

    public void TurnEnds() => Decided = _time.GetTimestamp();

    /// <summary>Its answer is durable since a timestamp.</summary>
    /// <param name="at">When.</param>
    /// <param name="write">The activity of the write.</param>
    // A repeat may rest on what became durable before its own turn ended.
    public virtual void IsDurable(long at, ActivityContext write) => Durable = Math.Max(at, Decided);
}
