namespace Auctions.Engine;

/// <summary>
/// Lets something be said once in a while only: a shard that turns everything away does so at the pace of the bids.
/// Any thread may ask.
/// </summary>
/// <param name="time">Monotonic clock.</param>
/// <param name="interval">Between one and the next; a second without it.</param>
public sealed class Pace(TimeProvider time, TimeSpan? interval = null)
{
    private readonly TimeSpan _interval = interval ?? TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private long? _last;

    /// <summary>Whether it is time to say it again.</summary>
    public bool IsDue()
    {
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last) < _interval)
            {
                return false;
            }

            _last = time.GetTimestamp();
            return true;
        }
    }
}
