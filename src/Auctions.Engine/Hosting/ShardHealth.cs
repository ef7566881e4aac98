using Auctions.Engine.Ports;

namespace Auctions.Engine.Hosting;

/// <summary>
/// Whether a shard could be written to lately. A hammer falls only on a shard that is known to be well.
/// </summary>
internal sealed class ShardHealth(AuctionClock clock, TimeSpan outageMin)
{
    private readonly Lock _changing = new();
    private (long Timestamp, DateTimeOffset Now)? _lastBeat;
    private Outage? _lastOutage;

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

    public Outage? LastOutage
    {
        get
        {
            lock (_changing)
            {
                return _lastOutage;
            }
        }
    }

    /// <summary>A heartbeat succeeded.</summary>
    /// <param name="outage">The latest outage on record.</param>
    /// <param name="sent">Time by both clocks before it was sent: it may have recorded nothing later.</param>
    /// <returns>Whether that outage is news.</returns>
    public bool Beat(Outage? outage, (long Timestamp, DateTimeOffset Now) sent)
    {
        lock (_changing)
        {
            _lastBeat = sent;
            var isNews = outage is not null && outage != _lastOutage;
            _lastOutage = outage;
            return isNews;
        }
    }
}
