using Auctions.Core;

namespace Auctions.Engine;

/// <summary>
/// The last bid of each bidder on each auction that was accepted through this process a short while ago: so that who
/// just placed a bid is shown a history that has it, whatever the history is read from. Beyond its bound the oldest are
/// forgotten early.
/// </summary>
/// <param name="time">Monotonic clock.</param>
/// <param name="kept">How long a bid is remembered; zero: not at all.</param>
/// <param name="bidsMax">How many are remembered.</param>
public sealed class RecentBids(TimeProvider time, TimeSpan kept, int bidsMax = RecentBids.BidsMaxDefault)
{
    /// <summary>Some 30 MB.</summary>
    public const int BidsMaxDefault = 250_000;

    private readonly Lock _changing = new();
    private readonly Dictionary<(PersonId, AuctionId), Remembered> _last = [];

    // In the order of time; an entry whose auction has a later one counts for nothing.
    private readonly Queue<((PersonId, AuctionId) Key, long At)> _order = [];

    /// <summary>A bid is durable.</summary>
    public void Add(PersonId bidder, AuctionId auction, long sequence)
    {
        if (kept <= TimeSpan.Zero)
        {
            return;
        }

        lock (_changing)
        {
            var key = (bidder, auction);
            var now = time.GetTimestamp();
            var before = _last.GetValueOrDefault(key).Sequence;
            _last[key] = new Remembered(Math.Max(sequence, before), now);
            _order.Enqueue((key, now));
            Forget(now);
        }
    }

    /// <summary>Sequence of the last one; 0 if none is remembered.</summary>
    public long LastOf(PersonId bidder, AuctionId auction)
    {
        lock (_changing)
        {
            Forget(time.GetTimestamp());
            return _last.GetValueOrDefault((bidder, auction)).Sequence;
        }
    }

    private void Forget(long now)
    {
        while (_order.TryPeek(out var oldest) &&
            (_order.Count > bidsMax || time.GetElapsedTime(oldest.At, now) >= kept))
        {
            _order.Dequeue();
            if (_last.TryGetValue(oldest.Key, out var last) && last.At == oldest.At)
            {
                _last.Remove(oldest.Key);
            }
        }
    }

    private readonly record struct Remembered(long Sequence, long At);
}
