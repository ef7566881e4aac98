using System.Diagnostics;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Hosting;

/// <summary>The side of a host that the shard's writer sees.</summary>
internal sealed partial class AuctionHost
{
    // Since when something decided waits to be written, and what is recorded of it; under the lock.
    private long? _waitingSince;
    private List<ActivityContext>? _tracedWaiting;

    // Only the writer's.
    private IReadOnlyList<ActivityContext> _tracedOnTheirWay = [];

    /// <summary>The segment to write next; null: nothing, and the host is not queued any more.</summary>
    public Segment? TakeSegment()
    {
        lock (_turn)
        {
            if (_phase != Phase.Active || (_outbox!.Batch is null && !_actor!.HasBatch))
            {
                _isQueued = false;
                return null;
            }

            if (_outbox.Batch is null)
            {
                _outbox.Load(_actor!.TakeBatch()!);
                TakeWaiting();
            }
        }

        // Only the writer comes here, one segment of an auction at a time, so encoding needs no lock.
        return _outbox.ToSegment();
    }

    /// <summary>Bids of the segment on its way.</summary>
    public int BidsOnTheirWay => _outbox!.Batch?.Bids ?? 0;

    /// <summary>
    /// When the oldest decision of the segment on its way was made, or before; a monotonic timestamp.
    /// </summary>
    public long DecidedSince { get; private set; }

    /// <summary>What is recorded of the segment on its way, once.</summary>
    public IReadOnlyList<ActivityContext> TakeTraced()
    {
        var traced = _tracedOnTheirWay;
        _tracedOnTheirWay = [];
        return traced;
    }

    /// <summary>The segment is durable.</summary>
    public void Committed(Segment segment)
    {
        var at = services.Clock.Time.GetTimestamp();
        AuctionView view;
        IReadOnlyList<Ticket> released;
        bool goesOn;
        var chain = SegmentChain.Next(segment);
        lock (_turn)
        {
            _actor!.Committed(_outbox!.Conclude(chain));
            view = _actor.View!;
            released = _actor.TakeReleased();
            CountFlush(at, view.IsFinal);
            goesOn = _isQueued = _actor.HasBatch;
        }

        if (view.IsFinal && _fellDue is { } due)
        {
            services.Meter.CloseLateness.Record((services.Clock.Now - due).TotalSeconds);
        }

        if (Recorder.IsOn || BidWay.IsFollowed(services.Meter))
        {
            HostTicket.Durable(released, at);
        }

        HostTicket.Publish(released);
        _feed.Publish(view);
        if (goesOn)
        {
            services.Writer.Enqueue(this);
        }

        RequestSnapshot(view.Sequence);
    }

    /// <summary>A snapshot was made; the next may be due already.</summary>
    public void SnapshotTaken(long sequence)
    {
        Volatile.Write(ref _snapshotSequence, sequence);
        lock (_turn)
        {
            sequence = _actor!.DurableSequence;
        }

        RequestSnapshot(sequence);
    }

    // What is left because the segment is full counts from the same moment, for its own is not known.
    private void TakeWaiting()
    {
        DecidedSince = _waitingSince ?? services.Clock.Time.GetTimestamp();
        _waitingSince = _actor!.HasDecided ? DecidedSince : null;
        _tracedOnTheirWay = _tracedWaiting ?? [];
        _tracedWaiting = null;
    }

    private void RequestSnapshot(long durable)
    {
        if (durable - Volatile.Read(ref _snapshotSequence) >= services.Options.SnapshotEveryEvents)
        {
            services.Snapshotter.Request(this);
        }
    }

    /// <summary>The segment was not written yet and is to be sent again; false once it was deferred too long.</summary>
    public bool Defer() => _outbox!.Defer(
        services.Clock.Time, TimeSpan.FromMilliseconds(services.Options.AppendDeadlineMs));

    /// <summary>The epoch was raised to settle an unknown outcome.</summary>
    public void EpochRaised(long epoch)
    {
        lock (_turn)
        {
            _outbox!.RaiseEpoch(epoch);
        }
    }

    /// <summary>Somebody else owns the stream.</summary>
    /// <param name="outcomeUnknown">Whether what was sent may have been written before that.</param>
    public void Fenced(bool outcomeUnknown)
    {
        Log.Fenced(services.Logger, id);
        EndBy(actor => actor.Fenced(outcomeUnknown));
    }

    /// <summary>The segment could not be written, or nobody can tell.</summary>
    public void Failed(bool outcomeUnknown) => EndBy(actor => actor.Failed(outcomeUnknown));
}
