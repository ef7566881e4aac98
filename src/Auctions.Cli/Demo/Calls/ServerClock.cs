namespace Auctions.Cli.Demo.Calls;

/// <summary>
/// The server's clock as its answers tell it: what an answer says was not later than when it came, so the latest word
/// is the best. A server that came back with an earlier clock is believed, too.
/// </summary>
internal sealed class ServerClock(TimeProvider time)
{
    private static readonly TimeSpan DriftMax = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private DateTimeOffset _told = DateTimeOffset.UnixEpoch;
    private long _toldAt = time.GetTimestamp();

    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                return _told + time.GetElapsedTime(_toldAt);
            }
        }
    }

    /// <summary>Takes in the time of an answer that has just come.</summary>
    public void Hear(DateTimeOffset serverTime)
    {
        lock (_gate)
        {
            var timestamp = time.GetTimestamp();
            var assumed = _told + time.GetElapsedTime(_toldAt, timestamp);
            if (serverTime > assumed || assumed - serverTime > DriftMax)
            {
                (_told, _toldAt) = (serverTime, timestamp);
            }
        }
    }
}
