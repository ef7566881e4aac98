using System.Collections.Concurrent;
using Auctions.Core;

namespace Auctions.Engine.Hosting;

/// <summary>
/// Auctions that fail by themselves: they answer 503 for a while instead of being opened again and again at the expense
/// of their shard. Bounded; beyond the bound the oldest are tried again.
/// </summary>
internal sealed class Quarantine(TimeProvider time)
{
    private const int AuctionsMax = 10_000;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<AuctionId, long> _since = new();

    public void Add(AuctionId id)
    {
        if (_since.Count >= AuctionsMax && _since.MinBy(entry => entry.Value) is { Key: var oldest })
        {
            _since.TryRemove(oldest, out _);
        }

        _since[id] = time.GetTimestamp();
    }

    public bool Holds(AuctionId id)
    {
        if (!_since.TryGetValue(id, out var since))
        {
            return false;
        }

        if (time.GetElapsedTime(since) < Length)
        {
            return true;
        }

        _since.TryRemove(id, out _);
        return false;
    }
}
