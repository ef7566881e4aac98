using Auctions.Core;

namespace Auctions.Engine.Actor;

/// <summary>
/// One auction as a state machine without clock, task or store. Its host calls one method at a time. Commands are
/// decided at once on the newest, speculative state; answers wait until what they rest on is durable. At most one batch
/// is on its way to the journal; what is decided meanwhile leaves together with the next.
/// </summary>
public sealed partial class AuctionActor
{
    private const int OperatorRoom = 1_024;

    private readonly ActorLimits _limits;
    private readonly Auction _newest;
    private readonly DecidedEvents _decided;
    private readonly WaitingTickets _tickets = new();
    private readonly List<Ticket> _held = [];

    // The newest state itself while nothing is decided beyond it: most auctions are idle, and one copy is enough.
    private AuctionState _durable;
    private Batch? _onItsWay;
    private bool _ended;
    private UnavailableAnswer? _epitaph;

    /// <summary>An actor whose durable state is what the journal holds.</summary>
    public AuctionActor(Auction recovered, ActorLimits limits)
    {
        _newest = recovered;
        _limits = limits;
        _decided = new DecidedEvents(limits);
        _durable = recovered.State;
        View = _durable.IsCreated ? AuctionView.Of(_durable) : null;
    }

    /// <summary>The durable view; null while the auction is not durably created.</summary>
    public AuctionView? View { get; private set; }

    /// <summary>Number of the last durable event.</summary>
    public long DurableSequence => _durable.Sequence;

    /// <summary>Whether something decided waits to be handed out, and nothing is on its way.</summary>
    public bool HasBatch => _onItsWay is null && !_decided.IsEmpty;

    /// <summary>Whether something decided waits to be handed out, whatever is on its way.</summary>
    public bool HasDecided => !_decided.IsEmpty;

    /// <summary>Whether nothing is decided, on its way, waiting or held.</summary>
    public bool IsIdle => _onItsWay is null && _decided.IsEmpty && _tickets.Count == 0 && _held.Count == 0;

    /// <summary>When the hammer is to fall; null if it is not to. By the newest state.</summary>
    public DateTimeOffset? HammerAt =>
        _newest.State.Status == AuctionStatus.Open && !_ended ? _newest.State.ClosesAt + _limits.Drain : null;

    /// <summary>Whether the auction is created, durably or not yet.</summary>
    public bool IsCreated => _newest.State.IsCreated;

    /// <summary>The end by the newest state.</summary>
    public DateTimeOffset ClosesAt => _newest.State.ClosesAt;

    /// <summary>Whether a key is accepted, durably or not yet.</summary>
    public bool Knows(BidKey key) => _newest.Bids.TryFind(key, out _);

    /// <summary>Whether a bidder has an accepted bid here.</summary>
    public bool HasBid(PersonId bidder) => _newest.Bids.HasBid(bidder);

    /// <summary>
    /// Decides a ticket's command. The ticket has its answer when this returns, or later among
    /// <see cref="TakeReleased"/>.
    /// </summary>
    /// <param name="ticket">The command and, later, the answer.</param>
    /// <param name="now">Time of the turn, at which the command was handed over.</param>
    public void Handle(Ticket ticket, DateTimeOffset now)
    {
        if (_ended)
        {
            ticket.Answer = _epitaph;
            return;
        }

        if (RefuseForWant(ticket.Command) is { } full)
        {
            ticket.Answer = new UnavailableAnswer(full);
            return;
        }

        if (ticket.Command is KeyedCommand keyed &&
            _limits.Clamp(keyed.Stamp, now) is var stamp && stamp != keyed.Stamp)
        {
            ticket.Command = keyed with { Stamp = stamp };
        }

        _tickets.Handling = ticket;
        Settle(ticket, now);
        _tickets.Handling = null;
        DecideHeldAgain(now);
    }

    /// <summary>Lets the hammer fall if its time has come.</summary>
    public void Wake(DateTimeOffset now)
    {
        if (HammerAt <= now)
        {
            Apply(_newest.Decide(new FallHammer(), _limits.TurnAt(now)));
            DecideHeldAgain(now);
        }
    }

    /// <summary>Moves the end because bidders could not be served.</summary>
    public void ExtendForFault(DateTimeOffset closesAt, ExtensionCause cause, DateTimeOffset now)
    {
        if (!_ended && _newest.State.IsCreated)
        {
            Apply(_newest.Decide(new ExtendForFault(closesAt, cause), _limits.TurnAt(now)));
            DecideHeldAgain(now);
        }
    }

    /// <summary>What is to be written next; null while a batch is on its way, or if there is nothing.</summary>
    public Batch? TakeBatch()
    {
        if (!HasBatch)
        {
            return null;
        }

        _onItsWay = _decided.Take(_durable);
        return _onItsWay;
    }

    /// <summary>
    /// The batch on its way is durable: its end becomes the durable view, and what waited for it is answered.
    /// </summary>
    public void Committed(Batch batch)
    {
        _onItsWay = null;
        _durable = batch.After;
        View = AuctionView.Of(_durable);
        if (_durable.Sequence == _newest.State.Sequence)
        {
            _durable = _newest.State;
        }

        _tickets.ReleaseUpTo(_durable.Sequence, AnswerNow);
    }

    /// <summary>
    /// Somebody else owns the stream: what waits will not be written, and what is on its way was not, unless its
    /// outcome had been unknown before.
    /// </summary>
    public void Fenced(bool outcomeUnknown) =>
        End(Unavailability.Moving, outcomeUnknown ? Unavailability.OutcomeUnknown : Unavailability.Moving);

    /// <summary>
    /// The batch on its way could not be written, or nobody can tell. What waits behind it was never sent. The actor is
    /// of no use any more; a new one is made from the journal.
    /// </summary>
    public void Failed(bool outcomeUnknown) => End(
        Unavailability.ShardUnavailable,
        outcomeUnknown ? Unavailability.OutcomeUnknown : Unavailability.ShardUnavailable);

    /// <summary>Gives back the room that a burst took; for an actor that is idle.</summary>
    public void Trim()
    {
        _decided.Trim();
        _tickets.Trim();
        _held.TrimExcess();
        _newest.Bids.Trim();
    }

    /// <summary>
    /// The tickets answered since the last call, in order, but those that <see cref="Handle"/> answered at once.
    /// </summary>
    public IReadOnlyList<Ticket> TakeReleased() => _tickets.TakeReleased();

    // Operators get through a crowd of bidders, a repeat of a durable key needs no room, and one of a pending key is
    // not told that nothing was done.
    private Unavailability? RefuseForWant(AuctionCommand command)
    {
        if (command is not KeyedCommand keyed)
        {
            return _tickets.Count < _limits.QueueDepthMax + OperatorRoom ? null : Unavailability.Busy;
        }

        if (_tickets.Count < _limits.QueueDepthMax)
        {
            return null;
        }

        return !_newest.Bids.TryFind(keyed.Key, out var first) ? Unavailability.Busy
            : first.Sequence <= _durable.Sequence ? null
            : Unavailability.OutcomeUnknown;
    }

    private void Settle(Ticket ticket, DateTimeOffset now)
    {
        var decision = _newest.Decide(ticket.Command, _limits.TurnAt(now));
        switch (decision.Kind)
        {
            case DecisionKind.Accepted:
                Apply(decision);
                ticket.Draft = ticket.Command is KeyedCommand
                    ? ToAnswer(_newest.Bids[_newest.Bids.Count - 1], replayed: false)
                    : null;
                AnswerAt(_newest.State.Sequence, ticket);
                break;
            case DecisionKind.Repeated:
                ticket.Draft = ToAnswer(decision.First, replayed: true);
                AnswerAt(decision.First.Sequence, ticket);
                break;
            case DecisionKind.Unchanged:
                AnswerAt(_newest.State.Sequence, ticket);
                break;
            case DecisionKind.Refused:
                ticket.DraftRefusal = decision.Refusal;
                AnswerAt(RefusalRestsOn(ticket.Command, decision.Refusal), ticket);
                break;
            case DecisionKind.Held:
                Hold(ticket);
                break;
        }
    }

    private void Apply(Decision decision)
    {
        if (decision.Kind != DecisionKind.Accepted)
        {
            return;
        }

        if (ReferenceEquals(_durable, _newest.State))
        {
            _durable = _durable.Copy();
        }

        _newest.Evolve(decision.Event!);
        if (decision.Following is { } following)
        {
            _newest.Evolve(following);
        }

        _decided.Add(decision);
    }

    private void Hold(Ticket ticket)
    {
        if (_held.Count >= _limits.HeldBidsMax)
        {
            _tickets.Release(ticket, new UnavailableAnswer(Unavailability.Busy));
        }
        else
        {
            _held.Add(ticket);
        }
    }

    // An extension may have brought held bids back in time; a pause or the hammer refuses them.
    private void DecideHeldAgain(DateTimeOffset now)
    {
        if (_held.Count == 0 || (_newest.State.Status == AuctionStatus.Open && AllLate()))
        {
            return;
        }

        Ticket[] held = [.. _held];
        _held.Clear();
        foreach (var ticket in held)
        {
            Settle(ticket, now);
        }

        // One of them may have moved the end again.
        if (_held.Count is > 0 and var left && left < held.Length)
        {
            DecideHeldAgain(now);
        }
    }

    private bool AllLate() => _held.TrueForAll(
        ticket => ((KeyedCommand)ticket.Command).Stamp >= _newest.State.ClosesAt);

    private void End(Unavailability waiting, Unavailability onItsWay)
    {
        var sent = _onItsWay?.LastSequence ?? 0;
        _ended = true;
        _epitaph = new UnavailableAnswer(waiting);
        _tickets.ReleaseUpTo(
            long.MaxValue, ticket => new UnavailableAnswer(ticket.RestsOn <= sent ? onItsWay : waiting));
        foreach (var ticket in _held)
        {
            _tickets.Release(ticket, _epitaph);
        }

        _held.Clear();
        _decided.Clear();
        _onItsWay = null;
    }
}
