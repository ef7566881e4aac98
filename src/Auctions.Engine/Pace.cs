namespace Auctions.Engine;

/// <summary>
/// Lets something be said once a second only: a shard that turns everything away does so at the pace of the bids.
/// Any thread may ask.
/// </summary>
public sealed class Pace(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _last;

    /// <summary>Whether it is time to say it again.</summary>
    public bool IsDue()
    {
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last) < Interval)
            {
                return false;
            }

            _last = time.GetTimestamp();
            return true;
        }
    }
}
