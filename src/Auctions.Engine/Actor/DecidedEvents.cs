using Auctions.Core;
using Auctions.Engine.Codec;

namespace Auctions.Engine.Actor;

/// <summary>
/// What is decided and not yet handed out. A batch carries the fold of the very events that go to the journal, from
/// which the durable view will come.
/// </summary>
internal sealed class DecidedEvents(ActorLimits limits)
{
    // What happens by each decision; decisions themselves are large.
    private readonly Queue<(AuctionEvent First, AuctionEvent? Following)> _decided = new();

    public bool IsEmpty => _decided.Count == 0;

    public void Add(Decision accepted) => _decided.Enqueue((accepted.Event!, accepted.Following));

    public void Clear() => _decided.Clear();

    /// <summary>Gives back the room of a burst.</summary>
    public void Trim() => _decided.TrimExcess();

    /// <summary>
    /// The next batch: at least one decision, then as many as fit a segment; a decision is never split.
    /// </summary>
    /// <param name="durable">The state it follows: no other batch is on its way.</param>
    public Batch Take(AuctionState durable)
    {
        var after = durable.Copy();
        var first = after.Sequence + 1;
        var events = new List<AuctionEvent>(
            Math.Min(_decided.Count, limits.SegmentBytesMax / EventCodec.BidSizeBound));
        DateTimeOffset? notBefore = null;
        var (bytes, bids) = (0, 0);
        while (_decided.TryPeek(out var decision))
        {
            bytes += EventCodec.SizeBound(decision.First);
            bytes += decision.Following is { } pair ? EventCodec.SizeBound(pair) : 0;
            if (events.Count > 0 && bytes > limits.SegmentBytesMax)
            {
                break;
            }

            bids += decision.First is BidPlaced or LotBoughtNow ? 1 : 0;
            notBefore ??= HandOut(decision.First, after, events);
            if (decision.Following is { } following)
            {
                HandOut(following, after, events);
            }

            _decided.Dequeue();
        }

        return new Batch(first, events, after) { NotBefore = notBefore, Bids = bids };
    }

    // The shard itself refuses a hammer before its time, whatever this process's clock says.
    private DateTimeOffset? HandOut(AuctionEvent happened, AuctionState after, List<AuctionEvent> events)
    {
        DateTimeOffset? notBefore = happened is AuctionClosed { Cause: ClosingCause.Hammer }
            ? after.ClosesAt + limits.Drain
            : null;
        after.Evolve(happened);
        events.Add(happened);
        return notBefore;
    }
}
