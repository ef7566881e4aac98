using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Hosting;

/// <summary>
/// Runs one actor: takes turns under its lock from any thread, hands its batches to the shard's writer and its durable
/// views to watchers. The same class serves a single process and a grain. Once ended it is of no use any more.
/// </summary>
internal sealed class AuctionHost(AuctionId id, bool create, HostServices services)
{
    private enum Phase
    {
        Opening,
        Active,
        Retiring,
        Ended,
    }

    private static readonly TimeSpan HealthPoll = TimeSpan.FromMilliseconds(200);

    private readonly Lock _turn = new();
    private readonly TaskCompletionSource<Answer?> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BidRateLimiter? _limiter = services.Options.BidsPerBidderPerMinute > 0
        ? new BidRateLimiter(services.Options.BidsPerBidderPerMinute, services.Clock.Time)
        : null;

    private readonly ViewFeed _feed = new();
    private Phase _phase = Phase.Opening;
    private AuctionActor? _actor;
    private StreamClaim _claim = new(id, Guid.CreateVersion7(services.Clock.Now), 0);
    private ReadOnlyMemory<byte> _chain;
    private Batch? _unsent;
    private byte[]? _unsentPayload;
    private long? _firstDeferral;
    private bool _isQueued;
    private int _waitingToOpen;
    private DateTimeOffset? _hammerScheduled;
    private long _snapshotSequence;
    private long _lastUsed = services.Clock.Time.GetTimestamp();

    private TimeSpan ScheduleAhead => TimeSpan.FromSeconds(2 * services.Options.OpenAheadSeconds);

    public AuctionId Id => id;

    public int Shard => services.Shard;

    public OpenRequest Request => new(id, _claim.Activation, create);

    public StreamClaim Claim
    {
        get
        {
            lock (_turn)
            {
                return _claim;
            }
        }
    }

    /// <summary>Completes when the host has ended and ownership is given up where it could be.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Monotonic timestamp of the last use.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>Has the actor decide a command. Null: this host has ended, another one is to be asked.</summary>
    public async ValueTask<Answer?> SubmitAsync(AuctionCommand command)
    {
        if (!_opened.Task.IsCompletedSuccessfully || _opened.Task.Result is not null)
        {
            if (await WaitUntilOpenAsync() is { } notOpened)
            {
                return notOpened;
            }
        }

        var ticket = new HostTicket(command);
        if (!Submit(ticket))
        {
            await _ended.Task;
            return null;
        }

        return ticket.Answer ?? await ticket.Answered;
    }

    /// <summary>The durable view, or why there is none. Null: this host has ended.</summary>
    public async ValueTask<Answer?> ViewAsync()
    {
        if (await WaitUntilOpenAsync() is { } notOpened)
        {
            return notOpened;
        }

        Volatile.Write(ref _lastUsed, services.Clock.Time.GetTimestamp());
        lock (_turn)
        {
            if (_phase == Phase.Active)
            {
                return _actor!.View is { } view ? new ViewAnswer(view) : new RefusedAnswer(Refusal.UnknownAuction);
            }
        }

        await _ended.Task;
        return null;
    }

    /// <summary>Durable views after a sequence, newest only; ends with the final one, or when this host ends.</summary>
    public IAsyncEnumerable<AuctionView> WatchAsync(long after, CancellationToken cancellation) =>
        _feed.WatchAsync(CurrentView, after, cancellation);

    /// <summary>Lets the hammer fall if its time has come; harmless otherwise.</summary>
    public void Wake()
    {
        DateTimeOffset? lookAgain = null;
        Turn((actor, now) => lookAgain = actor.HammerAt <= now ? now + HealthPoll : null);
        if (lookAgain is { } at)
        {
            // The shard is not well, so nobody can tell yet whether the end lay in an outage.
            services.Schedule.Add(this, at);
        }
    }

    /// <summary>The journal opened the stream, or says that there is none (null).</summary>
    public void Opened(OpenedStream? stream)
    {
        if (stream is null)
        {
            EndOpening(new RefusedAnswer(Refusal.UnknownAuction));
            return;
        }

        StreamFold fold;
        try
        {
            fold = StreamFold.Of(stream.Content);
        }
        catch (Exception damaged) when (damaged is CodecException or InvalidOperationException)
        {
            Log.Damaged(services.Logger, id, damaged);
            EndOpening(new UnavailableAnswer(Unavailability.ShardUnavailable));
            return;
        }

        lock (_turn)
        {
            _claim = _claim with { Epoch = stream.Epoch };
            _chain = fold.ChainHash;
            _snapshotSequence = fold.SnapshotSequence;
            _actor = new AuctionActor(fold.Auction, services.Limits);
            _phase = Phase.Active;
        }

        Turn((actor, now) => ExtendIfInterrupted(actor, stream, now));
        _opened.TrySetResult(null);
    }

    /// <summary>The journal could not open the stream.</summary>
    public void OpenFailed() => EndOpening(new UnavailableAnswer(Unavailability.ShardUnavailable));

    /// <summary>The segment to write next; null: nothing, and the host is not queued any more.</summary>
    public Segment? TakeSegment()
    {
        Batch batch;
        StreamClaim claim;
        lock (_turn)
        {
            _unsent ??= _phase is Phase.Active ? _actor!.TakeBatch() : null;
            if (_unsent is null)
            {
                _isQueued = false;
                return null;
            }

            batch = _unsent;
            claim = _claim;
        }

        // Only the writer comes here, one segment of an auction at a time, so encoding needs no lock.
        var payload = _unsentPayload ??= EventCodec.Encode(batch.Events);
        return new Segment(
            claim,
            batch.FirstSequence,
            batch.LastSequence,
            EventCodec.Version,
            _chain,
            payload,
            AuctionView.Of(batch.After),
            batch.NotBefore);
    }

    /// <summary>The segment is durable.</summary>
    public void Committed(Segment segment)
    {
        AuctionView view;
        IReadOnlyList<Ticket> released;
        bool goesOn;
        var chain = SegmentChain.Next(segment);
        lock (_turn)
        {
            _actor!.Committed(_unsent!);
            _unsent = null;
            _unsentPayload = null;
            _firstDeferral = null;
            _chain = chain;
            view = _actor.View!;
            released = _actor.TakeReleased();
            goesOn = _isQueued = _actor.HasBatch;
        }

        Publish(released);
        _feed.Publish(view);
        if (goesOn)
        {
            services.Writer.Enqueue(this);
        }

        if (view.Sequence - Volatile.Read(ref _snapshotSequence) >= services.Options.SnapshotEveryEvents)
        {
            services.Snapshotter.Request(this);
        }
    }

    /// <summary>The segment was not written yet and is to be sent again; false once it was deferred for too long.</summary>
    public bool Defer()
    {
        var now = services.Clock.Time.GetTimestamp();
        var first = _firstDeferral ??= now;
        return services.Clock.Time.GetElapsedTime(first, now).TotalMilliseconds < services.Options.AppendDeadlineMs;
    }

    /// <summary>The epoch was raised to settle an unknown outcome.</summary>
    public void EpochRaised(long epoch)
    {
        lock (_turn)
        {
            _claim = _claim with { Epoch = epoch };
        }
    }

    /// <summary>Somebody else owns the stream.</summary>
    public void Fenced()
    {
        Log.Fenced(services.Logger, id);
        EndBy(static actor => actor.Fenced());
    }

    /// <summary>The segment could not be written, or nobody can tell.</summary>
    public void Failed(bool outcomeUnknown) => EndBy(actor => actor.Failed(outcomeUnknown));

    public void SnapshotTaken(long sequence) => Volatile.Write(ref _snapshotSequence, sequence);

    /// <summary>
    /// Stops taking turns if nothing is under way; whoever asked calls <see cref="Retired"/> once ownership is given up.
    /// </summary>
    /// <param name="even">Whether to do so even if somebody watches or the hammer falls soon.</param>
    public bool TryRetire(bool even)
    {
        lock (_turn)
        {
            if (_phase != Phase.Active || !_actor!.IsIdle || _isQueued || (!even && IsNeeded()))
            {
                return false;
            }

            _phase = Phase.Retiring;
            return true;
        }
    }

    public void Retired() => End();

    private async ValueTask<Answer?> WaitUntilOpenAsync()
    {
        if (_opened.Task.IsCompletedSuccessfully)
        {
            return _opened.Task.Result;
        }

        if (Interlocked.Increment(ref _waitingToOpen) > services.Limits.QueueDepthMax)
        {
            Interlocked.Decrement(ref _waitingToOpen);
            return new UnavailableAnswer(Unavailability.Busy);
        }

        var answer = await _opened.Task;
        Interlocked.Decrement(ref _waitingToOpen);
        return answer;
    }

    private bool Submit(HostTicket ticket)
    {
        Volatile.Write(ref _lastUsed, services.Clock.Time.GetTimestamp());
        return Turn((actor, now) =>
        {
            if (ticket.Command is KeyedCommand keyed && TooFast(actor, keyed) is { } wait)
            {
                ticket.Answer = new TooManyBidsAnswer(wait);
            }
            else
            {
                actor.Handle(ticket, now);
            }
        });
    }

    private TimeSpan? TooFast(AuctionActor actor, KeyedCommand command) =>
        _limiter is null || actor.Knows(command.Key) ? null : _limiter.Admit(command.Bidder);

    // One turn: whatever fell due before it comes first. False: the host takes no turns (any more).
    private bool Turn(Action<AuctionActor, DateTimeOffset> take)
    {
        IReadOnlyList<Ticket> released;
        DateTimeOffset? schedule = null;
        var enqueue = false;
        lock (_turn)
        {
            if (_phase != Phase.Active)
            {
                return false;
            }

            var now = services.Clock.Now;
            LetHammerFall(_actor!, now);
            take(_actor!, now);
            released = _actor!.TakeReleased();
            if (_actor.HasBatch && !_isQueued)
            {
                _isQueued = enqueue = true;
            }

            // A far end is not scheduled: the sweep comes back in time, and an idle host can leave memory.
            if (_actor.HammerAt != _hammerScheduled && _actor.HammerAt <= now + ScheduleAhead)
            {
                schedule = _hammerScheduled = _actor.HammerAt;
            }
        }

        Publish(released);
        if (enqueue)
        {
            services.Writer.Enqueue(this);
        }

        if (schedule is { } at)
        {
            services.Schedule.Add(this, at);
        }

        return true;
    }

    private void LetHammerFall(AuctionActor actor, DateTimeOffset now)
    {
        if (!(actor.HammerAt <= now) || !services.Health.IsWell)
        {
            return;
        }

        if (services.Health.LastOutage is { } outage && outage.Covers(actor.ClosesAt))
        {
            ExtendForOutage(actor, outage, now);
        }

        actor.Wake(now);
    }

    private void ExtendIfInterrupted(AuctionActor actor, OpenedStream stream, DateTimeOffset now)
    {
        if (actor.HammerAt is null)
        {
            return;
        }

        if (stream.Outage is { } outage && outage.Covers(actor.ClosesAt))
        {
            ExtendForOutage(actor, outage, now);
        }
        else if (stream.WasOwned && now >= actor.ClosesAt - TimeSpan.FromSeconds(5))
        {
            var extension = TimeSpan.FromSeconds(services.Options.UncleanExtensionSeconds);
            Extend(actor, Later(actor.ClosesAt, now) + extension, ExtensionCause.UncleanHandover, now);
        }
    }

    private void ExtendForOutage(AuctionActor actor, Outage outage, DateTimeOffset now)
    {
        var least = TimeSpan.FromSeconds(services.Options.OutageExtensionMinSeconds);
        var gap = outage.To - outage.From;
        Extend(actor, Later(actor.ClosesAt, now) + (gap > least ? gap : least), ExtensionCause.Outage, now);
    }

    private void Extend(AuctionActor actor, DateTimeOffset closesAt, ExtensionCause cause, DateTimeOffset now)
    {
        actor.ExtendForFault(closesAt, cause, now);
        Log.EndMoved(services.Logger, id, closesAt);
    }

    private bool IsNeeded()
    {
        var ahead = TimeSpan.FromSeconds(services.Options.OpenAheadSeconds) + services.Limits.Drain;
        return _feed.HasWatchers || _actor!.HammerAt <= services.Clock.Now + ahead;
    }

    private AuctionView? CurrentView()
    {
        lock (_turn)
        {
            return _actor?.View;
        }
    }

    private void EndOpening(Answer answer)
    {
        _opened.TrySetResult(answer);
        End();
    }

    private void EndBy(Action<AuctionActor> ending)
    {
        IReadOnlyList<Ticket> released;
        lock (_turn)
        {
            ending(_actor!);
            _unsent = null;
            _phase = Phase.Ended;
            released = _actor!.TakeReleased();
        }

        End();
        Publish(released);
    }

    private void End()
    {
        lock (_turn)
        {
            _phase = Phase.Ended;
        }

        services.Ended(this);
        _ended.TrySetResult();
        _feed.End();
    }

    private static void Publish(IReadOnlyList<Ticket> released)
    {
        foreach (var ticket in released)
        {
            ((HostTicket)ticket).Publish();
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
