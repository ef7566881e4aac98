using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Hosting;

/// <summary>The side of a host that bidders and watchers see.</summary>
internal sealed partial class AuctionHost
{
    // Of one segment; more links would not be kept.
    private const int TracedMax = 16;

    // An auction that is about to be created here, or was by somebody else meanwhile.
    private static readonly UnavailableAnswer NotYet = new(Unavailability.Busy);

    /// <summary>
    /// Has the actor decide a command now, as most can be: without a state machine for each that waits for the disk.
    /// False: nothing happened, and <see cref="SubmitAsync(AuctionCommand)"/> is to be asked.
    /// </summary>
    /// <param name="command">What is to be decided.</param>
    /// <param name="answered">The answer, once it is durable; to be awaited once.</param>
    public bool TrySubmit(AuctionCommand command, out ValueTask<Answer> answered)
    {
        answered = default;
        if (_opening is not null || IsFollowed(command))
        {
            return false;
        }

        var timing = BeginTiming(command);
        var ticket = new HostTicket(command, timing);
        if (!TryHandle(ticket))
        {
            timing?.Conclude();
            return false;
        }

        if (ticket.AtOnce is { } answer)
        {
            timing?.Conclude();
            answered = new ValueTask<Answer>(answer);
        }
        else
        {
            answered = ticket.Answered;
        }

        return true;
    }

    /// <summary>Has the actor decide a command. Null: this host has ended, another one is to be asked.</summary>
    public ValueTask<Answer?> SubmitAsync(AuctionCommand command) =>
        IsFollowed(command) ? FollowAsync(command) : SubmitAsync(new HostTicket(command, watch: null));

    private async ValueTask<Answer?> FollowAsync(AuctionCommand command)
    {
        using var way = new BidWay(services.Meter, services.Clock.Time, id);
        var answer = await SubmitAsync(new HostTicket(command, way));
        way.Conclude(answer);
        Timed(way, weight: 1);
        return answer;
    }

    private bool IsFollowed(AuctionCommand command) => command is KeyedCommand && BidWay.IsFollowed(services.Meter);

    private bool TryHandle(HostTicket ticket)
    {
        Touch();
        return Turn(ticket, static (host, actor, ticket, now) => host.Handle(actor, ticket, now));
    }

    private async ValueTask<Answer?> SubmitAsync(HostTicket ticket)
    {
        if (_opening is { } opening && await opening.WaitAsync() is { } failure)
        {
            return failure;
        }

        if (TryHandle(ticket))
        {
            return ticket.AtOnce ?? await ticket.Answered;
        }

        await Ended;
        return null;
    }

    /// <summary>The durable view, or why there is none. Null: this host has ended.</summary>
    public async ValueTask<Answer?> ViewAsync()
    {
        if (_opening is { } opening && await opening.WaitAsync() is { } failure)
        {
            return failure;
        }

        Touch();
        lock (_turn)
        {
            if (_phase == Phase.Active)
            {
                return _actor!.View is { } view ? new ViewAnswer(view) : NotYet;
            }
        }

        await Ended;
        return null;
    }

    /// <summary>Durable views after a sequence, newest only; ends with the final one, or when this host ends.</summary>
    public IAsyncEnumerable<AuctionView> WatchAsync(long after, CancellationToken cancellation) =>
        _feed.WatchAsync(after, cancellation);

    private void Handle(AuctionActor actor, HostTicket ticket, DateTimeOffset now)
    {
        ticket.Watch?.TurnBegins();
        Decide(actor, ticket, now);
        ticket.Watch?.TurnEnds();
        ticket.AtOnce = ticket.Answer;
        Count(actor, ticket);

        // What waits for an earlier write, such as a repeat, is none of the next one's.
        var isToBeWritten = ticket is { Answer: null, Draft: BidAnswer { Replayed: false } };
        if (isToBeWritten && (ticket.Watch as BidWay)?.Traced is { } traced &&
            (_tracedWaiting ??= []).Count < TracedMax)
        {
            _tracedWaiting.Add(traced);
        }
    }

    private void Decide(AuctionActor actor, HostTicket ticket, DateTimeOffset now)
    {
        if (!actor.IsCreated && ticket.Command is not CreateAuction)
        {
            ticket.Answer = NotYet;
        }
        else if (ticket.Command is KeyedCommand keyed && _limiter is not null && !actor.Knows(keyed.Key) &&
            _limiter.Admit(keyed.Bidder) is { } wait)
        {
            ticket.Answer = new TooManyBidsAnswer(wait);
        }
        else
        {
            actor.Handle(ticket, now);
        }
    }
}
