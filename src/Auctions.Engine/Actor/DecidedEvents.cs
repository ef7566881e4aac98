using Auctions.Core;
using Auctions.Engine.Codec;

namespace Auctions.Engine.Actor;

/// <summary>
/// What is decided and not yet handed out, and the state as of what was: the fold of the very events that go to the
/// journal, from which the durable view will come.
/// </summary>
internal sealed class DecidedEvents(AuctionState durable, ActorLimits limits)
{
    private readonly AuctionState _handedOut = durable.Copy();
    private readonly Queue<Decision> _decided = new();

    public bool IsEmpty => _decided.Count == 0;

    public void Add(Decision accepted) => _decided.Enqueue(accepted);

    public void Clear() => _decided.Clear();

    /// <summary>
    /// The next batch: at least one decision, then as many as fit a segment; a decision is never split.
    /// </summary>
    public Batch Take()
    {
        var first = _handedOut.Sequence + 1;
        var events = new List<AuctionEvent>();
        DateTimeOffset? notBefore = null;
        var bytes = 0;
        while (_decided.TryPeek(out var decision))
        {
            bytes += EventCodec.SizeBound(decision.Event!);
            bytes += decision.Following is { } pair ? EventCodec.SizeBound(pair) : 0;
            if (events.Count > 0 && bytes > limits.SegmentBytesMax)
            {
                break;
            }

            notBefore ??= HandOut(decision.Event!, events);
            if (decision.Following is { } following)
            {
                HandOut(following, events);
            }

            _decided.Dequeue();
        }

        return new Batch(first, events, _handedOut.Copy()) { NotBefore = notBefore };
    }

    // The shard itself refuses a hammer before its time, whatever this process's clock says.
    private DateTimeOffset? HandOut(AuctionEvent happened, List<AuctionEvent> events)
    {
        DateTimeOffset? notBefore = happened is AuctionClosed { Cause: ClosingCause.Hammer }
            ? _handedOut.ClosesAt + limits.Drain
            : null;
        _handedOut.Evolve(happened);
        events.Add(happened);
        return notBefore;
    }
}
