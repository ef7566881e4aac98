namespace Auctions.Engine.Actor;

/// <summary>
/// Tickets on their way to an answer: those that wait for a sequence to become durable, in one queue, and those
/// answered since the host last asked.
/// </summary>
internal sealed class WaitingTickets
{
    private readonly Queue<Ticket> _waiting = new();
    private List<Ticket> _released = [];
    private long _lastDue;

    public int Count => _waiting.Count;

    /// <summary>
    /// The ticket whose turn it is: who hands it in sees its answer at once, so it is not released as well.
    /// </summary>
    public Ticket? Handling { get; set; }

    /// <summary>
    /// Has a ticket wait for a sequence; no less than those before it, so that the queue stays in order.
    /// </summary>
    public void Wait(Ticket ticket, long sequence)
    {
        ticket.RestsOn = sequence;
        ticket.DueSequence = _lastDue = Math.Max(sequence, _lastDue);
        _waiting.Enqueue(ticket);
    }

    /// <summary>Gives back the room of a burst.</summary>
    public void Trim()
    {
        _waiting.TrimExcess();
        _released.TrimExcess();
    }

    public void Release(Ticket ticket, Answer answer)
    {
        ticket.Answer = answer;
        if (ticket != Handling)
        {
            _released.Add(ticket);
        }
    }

    /// <summary>Answers what waited for sequences up to a durable one.</summary>
    public void ReleaseUpTo(long durable, Func<Ticket, Answer> answer)
    {
        while (_waiting.TryPeek(out var ticket) && ticket.DueSequence <= durable)
        {
            Release(_waiting.Dequeue(), answer(ticket));
        }
    }

    /// <summary>The tickets answered since the last call, in order, but those answered in their own turn.</summary>
    public IReadOnlyList<Ticket> TakeReleased()
    {
        if (_released.Count == 0)
        {
            return [];
        }

        var released = _released;
        _released = [];
        return released;
    }
}
