namespace Auctions.Engine;

/// <summary>
/// The process's wall clock made fit for auctions: it never goes back. When the wall clock jumps ahead this follows;
/// when it jumps back this goes on at half speed until the wall clock has caught up.
/// </summary>
/// <param name="time">Wall clock, monotonic clock and timers.</param>
/// <param name="isCertain">Whether the wall clock is known well enough; null: it is its own measure.</param>
public sealed class AuctionClock(TimeProvider time, Func<bool>? isCertain = null)
{
    private readonly Lock _reading = new();
    private DateTimeOffset _last = time.GetUtcNow();
    private long _lastTimestamp = time.GetTimestamp();

    public TimeProvider Time => time;

    /// <summary>Whether the time is known well enough to take bids by it.</summary>
    public bool IsCertain => isCertain?.Invoke() ?? true;

    public DateTimeOffset Now
    {
        get
        {
            lock (_reading)
            {
                // In this order, as at the start: where a process stands still between the two, the time is too early
                // for its timestamp, which the next reading mends. The other way round the pause counted again.
                var wall = time.GetUtcNow();
                var timestamp = time.GetTimestamp();
                var slowed = _last + (time.GetElapsedTime(_lastTimestamp, timestamp) / 2);
                _last = wall > slowed ? wall : slowed;
                _lastTimestamp = timestamp;
                return _last;
            }
        }
    }
}
