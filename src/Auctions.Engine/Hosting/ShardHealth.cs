using Auctions.Engine.Ports;

namespace Auctions.Engine.Hosting;

/// <summary>
/// Whether a shard could be written to lately. A hammer falls only on a shard that is known to be well.
/// </summary>
internal sealed class ShardHealth(TimeProvider time, TimeSpan outageMin)
{
    private readonly Lock _changing = new();
    private long? _lastBeat;
    private Outage? _lastOutage;

    /// <summary>Whether the last heartbeat is fresh: less than half of what counts as an outage.</summary>
    public bool IsWell
    {
        get
        {
            lock (_changing)
            {
                return _lastBeat is { } beat && time.GetElapsedTime(beat) < outageMin / 2;
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
    /// <returns>Whether that outage is news.</returns>
    public bool Beat(Outage? outage)
    {
        lock (_changing)
        {
            _lastBeat = time.GetTimestamp();
            var isNews = outage is not null && outage != _lastOutage;
            _lastOutage = outage;
            return isNews;
        }
    }
}
