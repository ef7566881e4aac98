using Auctions.Core;

namespace Auctions.Engine.Hosting;

/// <summary>
/// At most so many bids of one bidder on one auction in any minute. Exact, because an auction has one host; kept in
/// memory on the monotonic clock, so it starts anew when the auction moves. Called under the host's turn lock.
/// </summary>
internal sealed class BidRateLimiter(int bidsPerMinute, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Dictionary<PersonId, Queue<long>> _recent = [];
    private long _swept = time.GetTimestamp();

    /// <summary>Counts a bid, or says how long the bidder has to wait; null: allowed.</summary>
    public TimeSpan? Admit(PersonId bidder)
    {
        var now = time.GetTimestamp();
        Sweep(now);
        if (!_recent.TryGetValue(bidder, out var stamps))
        {
            _recent.Add(bidder, stamps = new Queue<long>());
        }

        while (stamps.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= Window)
        {
            stamps.Dequeue();
        }

        if (stamps.Count >= bidsPerMinute)
        {
            return Window - time.GetElapsedTime(stamps.Peek(), now);
        }

        stamps.Enqueue(now);
        return null;
    }

    // Bidders who fell silent are forgotten once a minute, so that memory follows the last minute's bidders.
    private void Sweep(long now)
    {
        if (time.GetElapsedTime(_swept, now) < Window)
        {
            return;
        }

        _swept = now;
        foreach (var (bidder, stamps) in _recent)
        {
            if (time.GetElapsedTime(stamps.Last(), now) >= Window)
            {
                _recent.Remove(bidder);
            }
        }
    }
}
