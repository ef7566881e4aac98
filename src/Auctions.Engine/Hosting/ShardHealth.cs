using Auctions.Engine.Ports;

namespace Auctions.Engine.Hosting;

/// <summary>
/// Whether a shard could be written to lately. A hammer falls only on a shard that is known to be well.
/// </summary>
internal sealed class ShardHealth(AuctionClock clock, TimeSpan outageMin)
{
    // Far more than can be news at once; an end in an older one was moved long ago.
    private const int OutagesKept = 1_000;

    private readonly Lock _changing = new();
    private (long Timestamp, DateTimeOffset Now)? _lastBeat;
    private Outage[] _outages = [];

    /// <summary>
    /// Whether the last heartbeat is fresh, by both clocks: less than half of what counts as an outage. A wall clock
    /// that jumped ahead (a machine that slept) makes the shard unwell until a heartbeat has recorded the gap.
    /// </summary>
    public bool IsWell
    {
        get
        {
            lock (_changing)
            {
                return _lastBeat is { } beat && clock.Time.GetElapsedTime(beat.Timestamp) < outageMin / 2 &&
                    clock.Now - beat.Now < outageMin / 2;
            }
        }
    }

    /// <summary>When the last outage that it was told of ended.</summary>
    public DateTimeOffset KnownUntil
    {
        get
        {
            lock (_changing)
            {
                return _outages is [.., var last] ? last.To : DateTimeOffset.MinValue;
            }
        }
    }

    /// <summary>The outage in which an instant lies; null: none that it was told of.</summary>
    public Outage? OutageAt(DateTimeOffset instant)
    {
        lock (_changing)
        {
            // The newest first: hardly ever does an end lie before one of them.
            for (var at = _outages.Length - 1; at >= 0 && _outages[at].To >= instant; at--)
            {
                if (_outages[at].Covers(instant))
                {
                    return _outages[at];
                }
            }

            return null;
        }
    }

    /// <summary>A heartbeat succeeded.</summary>
    /// <param name="news">The outages on record that ended after <see cref="KnownUntil"/>, the earliest first.</param>
    /// <param name="sent">Time by both clocks before it was sent: it may have recorded nothing later.</param>
    public void Beat(IReadOnlyList<Outage> news, (long Timestamp, DateTimeOffset Now) sent)
    {
        lock (_changing)
        {
            _lastBeat = sent;
            if (news.Count > 0)
            {
                _outages = [.. _outages.Concat(news).TakeLast(OutagesKept)];
            }
        }
    }
}
