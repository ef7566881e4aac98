namespace Auctions.Engine.Heat;

/// <summary>Seconds on record from one on until now that are still to be read, the oldest first.</summary>
/// <param name="clock">The shards' clock.</param>
internal sealed class UnreadSeconds(AuctionClock clock)
{
    // All of them may take longer to read than anybody waits.
    private const int SecondsAtOnce = 60;

    private readonly Lock _changing = new();
    private readonly OneAtATime _reading = new();
    private long _since = long.MaxValue;

    /// <summary>The first of them; if there are none, later than all others.</summary>
    public long Since
    {
        get
        {
            lock (_changing)
            {
                return _since;
            }
        }
    }

    public void Add(long since)
    {
        lock (_changing)
        {
            _since = Math.Min(_since, since);
        }
    }

    /// <summary>
    /// Has them read for so long, but some at least, until that fails; who comes meanwhile leaves it to who is at it.
    /// </summary>
    /// <param name="patience">For how long.</param>
    /// <param name="tryToRead">Reads the seconds in [from, until) and answers whether it could.</param>
    public Task ReadAsync(TimeSpan patience, Func<long, long, Task<bool>> tryToRead) => _reading.DoAsync(async () =>
    {
        var began = clock.Time.GetTimestamp();
        while (await ReadSomeAsync(tryToRead) && clock.Time.GetElapsedTime(began) < patience)
        {
        }
    });

    // Answers whether there is more.
    private async Task<bool> ReadSomeAsync(Func<long, long, Task<bool>> tryToRead)
    {
        var (from, end) = (Since, clock.Now.ToUnixTimeSeconds() + 1);
        var until = Math.Min(end, from < end ? from + SecondsAtOnce : end);
        if (from >= end || !await tryToRead(from, until))
        {
            return false;
        }

        lock (_changing)
        {
            // Unless somebody asked for more meanwhile.
            if (_since == from)
            {
                _since = until < end ? until : long.MaxValue;
            }

            return _since < end;
        }
    }
}
