using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Hosting;

/// <summary>What may keep a host in memory though nothing is under way.</summary>
[Flags]
internal enum Need
{
    None = 0,

    /// <summary>The hammer falls soon.</summary>
    Closing = 1,

    /// <summary>Somebody watches.</summary>
    Watchers = 2,
}

/// <summary>How a host leaves memory: because nobody needs it, or because it is of no use any more.</summary>
internal sealed partial class AuctionHost
{
    // The end that the shard gave for this auction when it last differed from the end known here.
    private DateTimeOffset? _doubt;

    /// <summary>
    /// Whether the shard knows more than this host, which then must have lost the auction to another owner without
    /// having noticed: it had nothing to write. Only certain once the shard says the same twice, since what is
    /// committed between its answer and this call differs too.
    /// </summary>
    /// <param name="due">The auction as the shard's head row has it: open, with this end.</param>
    public bool IsBehind(DueAuction due)
    {
        lock (_turn)
        {
            if (_phase != Phase.Active || !_actor!.IsIdle)
            {
                return false;
            }

            var agrees = _actor.View is { Status: AuctionStatus.Open } view && view.ClosesAt == due.ClosesAt;
            var isCertain = !agrees && _doubt == due.ClosesAt;
            _doubt = agrees ? null : due.ClosesAt;
            return isCertain;
        }
    }

    /// <summary>
    /// Stops taking turns if nothing is under way; whoever asked calls <see cref="Retired"/> once ownership is given
    /// up.
    /// </summary>
    /// <param name="unless">What keeps it in memory all the same.</param>
    public bool TryRetire(Need unless)
    {
        lock (_turn)
        {
            if (_phase != Phase.Active || !_actor!.IsIdle || _isQueued || IsNeeded(unless))
            {
                return false;
            }

            _phase = Phase.Retiring;
            return true;
        }
    }

    public void Retired() => End();

    /// <summary>Gives back the room that a burst took, once until the next use.</summary>
    public void Trim()
    {
        if (Volatile.Read(ref _isTrimmed))
        {
            return;
        }

        lock (_turn)
        {
            if (_phase == Phase.Active && _actor!.IsIdle)
            {
                _actor.Trim();
                _isTrimmed = true;
            }
        }
    }

    private bool IsNeeded(Need need)
    {
        // A hammer long overdue keeps nothing here: the sweep wakes what the shard knows to be open.
        var near = TimeSpan.FromSeconds(services.Options.OpenAheadSeconds) + services.Limits.Drain;
        var left = _actor!.HammerAt - services.Clock.Now;
        return (need.HasFlag(Need.Closing) && left <= near && left > -near) ||
            (need.HasFlag(Need.Watchers) && _feed.HasWatchers);
    }

    private void EndOpening(Answer failure)
    {
        // First out of the way, then the answer: who asks again at once must find another host, not this failure.
        End();
        _opening!.Complete(failure);
    }

    private void EndBy(Action<AuctionActor> ending)
    {
        IReadOnlyList<Ticket> released;
        lock (_turn)
        {
            ending(_actor!);
            _outbox!.Clear();
            _phase = Phase.Ended;
            released = _actor!.TakeReleased();
        }

        End();
        HostTicket.Publish(released);
    }

    private void End()
    {
        lock (_turn)
        {
            _phase = Phase.Ended;
        }

        services.Ended(this);
        TaskCompletionSource? ended;
        lock (_turn)
        {
            _hasEnded = true;
            ended = _ended;
        }

        ended?.TrySetResult();
        _feed.End();
    }
}
