namespace Auctions.Engine.Commit;

/// <summary>
/// Lets one loop say something once in a while only: a shard that turns everything away does so at the pace of the
/// bids.
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long? _last;

    /// <summary>Whether it is time to say it again.</summary>
    public bool IsDue()
    {
        if (_last is { } last && time.GetElapsedTime(last) < Interval)
        {
            return false;
        }

        _last = time.GetTimestamp();
        return true;
    }
}
