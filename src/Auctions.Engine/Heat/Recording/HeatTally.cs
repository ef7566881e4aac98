using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;

namespace Auctions.Engine.Heat;

/// <summary>
/// What one auction did since frames were last made. Its host writes it under its own lock, which it holds anyway, so
/// that counting costs a bid nothing but the addition.
/// </summary>
internal sealed class HeatTally
{
    public AuctionHost? Host { get; set; }

    public long Bids { get; private set; }

    public long Refusals { get; private set; }

    public long TurnedAway { get; private set; }

    public long Repeats { get; private set; }

    public int QueueDepth { get; private set; }

    /// <summary>In ticks of the monotonic clock.</summary>
    public long FlushLag { get; private set; }

    /// <summary>Whether its closing became durable.</summary>
    public bool IsClosed { get; set; }

    /// <summary>How many bids were timed.</summary>
    public int Timed { get; set; }

    /// <summary>Null until a bid was timed.</summary>
    public BidParts? Parts { get; set; }

    public long Turns => Bids + Refusals + TurnedAway + Repeats;

    /// <summary>Counts a bid's turn.</summary>
    /// <param name="ticket">As the turn left it.</param>
    /// <param name="waiting">Tickets that wait for the disk after it.</param>
    public void Count(Ticket ticket, int waiting)
    {
        switch (ticket.Answer)
        {
            case null when ticket.DraftRefusal is not null:
            case RefusedAnswer:
                Refusals++;
                break;
            case null when ticket.Draft is BidAnswer { Replayed: true }:
            case BidAnswer { Replayed: true }:
                Repeats++;
                break;
            case UnavailableAnswer or TooManyBidsAnswer:
                TurnedAway++;
                break;
            case null when ticket.Draft is null:
                // Held until the hammer; it counts once it is decided by what becomes of it, as no bid of its own.
                break;
            default:
                Bids++;
                break;
        }

        QueueDepth = Math.Max(QueueDepth, waiting);
    }

    /// <summary>A segment became durable.</summary>
    /// <param name="lag">Since its oldest decision, in ticks of the monotonic clock.</param>
    public void Flushed(long lag) => FlushLag = Math.Max(FlushLag, lag);

    public void Clear()
    {
        Host = null;
        (Bids, Refusals, TurnedAway, Repeats) = (0, 0, 0, 0);
        (QueueDepth, FlushLag, IsClosed, Timed) = (0, 0, false, 0);
        Parts?.Clear();
    }
}
