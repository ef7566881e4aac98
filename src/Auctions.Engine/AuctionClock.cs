namespace Auctions.Engine;

/// <summary>
/// The process's wall clock made fit for auctions: it never goes back. When the wall clock jumps ahead this follows;
/// when it jumps back this goes on at half speed until the wall clock has caught up.
/// </summary>
public sealed class AuctionClock(TimeProvider time)
{
    private readonly Lock _reading = new();
    private DateTimeOffset _last = time.GetUtcNow();
    private long _lastTimestamp = time.GetTimestamp();

    public TimeProvider Time => time;

    public DateTimeOffset Now
    {
        get
        {
            lock (_reading)
            {
                var timestamp = time.GetTimestamp();
                var wall = time.GetUtcNow();
                var slowed = _last + (time.GetElapsedTime(_lastTimestamp, timestamp) / 2);
                _last = wall > slowed ? wall : slowed;
                _lastTimestamp = timestamp;
                return _last;
            }
        }
    }
}
