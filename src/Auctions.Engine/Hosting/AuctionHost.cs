using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Hosting;

/// <summary>
/// Runs one actor: takes turns under its lock from any thread, hands its batches to the shard's writer and its durable
/// views to watchers. The same class serves a single process and a grain. Once ended it is of no use any more.
/// </summary>
internal sealed partial class AuctionHost(AuctionId id, bool create, HostServices services)
{
    private enum Phase
    {
        Opening,
        Active,
        Retiring,
        Ended,
    }

    private static readonly StoredStream NoContent = new(default, null, [], []);

    private static readonly TimeSpan HealthPoll = TimeSpan.FromMilliseconds(200);

    private readonly Lock _turn = new();
    private readonly Guid _activation = services.Around.NewId(services.Clock.Now);
    private readonly BidRateLimiter? _limiter = services.Options.BidsPerBidderPerMinute > 0
        ? new BidRateLimiter(services.Options.BidsPerBidderPerMinute, services.Clock.Time)
        : null;

    private readonly ViewFeed _feed = new();

    // Null once it is open; and made when somebody waits for the end.
    private HostOpening? _opening = new(services.Limits.QueueDepthMax);
    private TaskCompletionSource? _ended;
    private bool _hasEnded;
    private bool _isTrimmed;
    private Phase _phase = Phase.Opening;
    private AuctionActor? _actor;
    private SegmentOutbox? _outbox;
    private bool _isQueued;
    private OpenedStream? _justOpened;
    private DateTimeOffset? _looksAt;

    // When the hammer that fell and is not durable yet was due.
    private DateTimeOffset? _fellDue;
    private long _snapshotSequence;
    private long _lastUsed = services.Clock.Time.GetTimestamp();

    public AuctionId Id => id;

    public int Shard => services.Shard;

    public OpenRequest Request => new(id, _activation, create);

    public StreamClaim Claim
    {
        get
        {
            lock (_turn)
            {
                return _outbox!.Claim;
            }
        }
    }

    /// <summary>Completes when the host has ended and ownership is given up where it could be.</summary>
    public Task Ended
    {
        get
        {
            lock (_turn)
            {
                return _hasEnded
                    ? Task.CompletedTask
                    : (_ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Monotonic timestamp of the last use.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    private TimeSpan ScheduleAhead => TimeSpan.FromSeconds(2 * services.Options.OpenAheadSeconds);

    /// <summary>Lets the hammer fall if its time has come; harmless otherwise.</summary>
    public void Wake() => Turn(0, static (_, _, _, _) => { });

    /// <summary>The schedule's entry for this host fell due.</summary>
    public void WakeAsScheduled() => Turn(0, static (host, _, _, _) => host._looksAt = null);

    /// <summary>The journal opened the stream, or says that there is none (null).</summary>
    public void Opened(OpenedStream? stream)
    {
        if (stream is null)
        {
            EndOpening(new RefusedAnswer(Refusal.UnknownAuction));
            return;
        }

        try
        {
            var fold = StreamFold.Of(stream.Content);
            if (!create && !fold.Auction.State.IsCreated)
            {
                // Only now is it certain: an owner that has not heard of a newer one would say so for too long. The
                // head row keeps this one's name; that keeps nobody out.
                EndOpening(new RefusedAnswer(Refusal.UnknownAuction));
                return;
            }

            Load(stream, fold);
            Wake();
        }
        catch (Exception damaged)
        {
            // Whatever stored bytes can throw: this auction fails alone.
            Log.Damaged(services.Logger, id, damaged);
            services.Quarantine.Add(id);
            OpenFailed();
            return;
        }

        _opening!.Complete(null);
        _opening = null;
    }

    /// <summary>The journal could not open the stream.</summary>
    public void OpenFailed() => EndOpening(new UnavailableAnswer(Unavailability.ShardUnavailable));

    private void Touch() => Volatile.Write(ref _lastUsed, services.Clock.Time.GetTimestamp());

    // One turn: whatever fell due before it comes first. False: the host takes no turns (any more).
    private bool Turn<T>(T what, Action<AuctionHost, AuctionActor, T, DateTimeOffset> take)
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

            _isTrimmed = false;
            var now = services.Clock.Now;
            LetHammerFall(_actor!, now);
            take(this, _actor!, what, now);
            released = _actor!.TakeReleased();
            if (_waitingSince is null && _actor.HasDecided)
            {
                _waitingSince = services.Clock.Time.GetTimestamp();
            }

            if (_actor.HasBatch && !_isQueued)
            {
                _isQueued = enqueue = true;
            }

            schedule = NextLook(_actor, now);
        }

        HostTicket.Publish(released);
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

    // While the shard is not well nobody can tell whether the end lay in an outage, so nothing is decided by the clock.
    private void LetHammerFall(AuctionActor actor, DateTimeOffset now)
    {
        if ((_justOpened is null && !(actor.HammerAt <= now)) || !services.Health.IsWell)
        {
            return;
        }

        services.Interruption.GiveTimeBack(actor, id, services.Health, _justOpened, now);
        _justOpened = null;
        var due = actor.HammerAt;
        actor.Wake(now);
        _fellDue = due <= now && actor.HammerAt is null ? due : _fellDue;
    }

    // When the schedule is to come back, if it has no earlier entry for this host: so each host has one entry, or a few
    // after the end moved back. A far end has none: the sweep comes back in time, and an idle host can leave memory.
    private DateTimeOffset? NextLook(AuctionActor actor, DateTimeOffset now)
    {
        var look = actor.HammerAt <= now ? now + HealthPoll : actor.HammerAt;
        return look is null || look > now + ScheduleAhead || _looksAt <= look ? null : _looksAt = look;
    }

    private void Load(OpenedStream stream, StreamFold fold)
    {
        lock (_turn)
        {
            _outbox = new SegmentOutbox(new StreamClaim(id, _activation, stream.Epoch), fold.ChainHash);
            _actor = new AuctionActor(fold.Auction, services.Limits);
            _snapshotSequence = fold.SnapshotSequence;
            _justOpened = stream with { Content = NoContent };
            _phase = Phase.Active;
            if (_actor.View is { } view)
            {
                _feed.Publish(view);
            }
        }
    }
}
