namespace Auctions.Engine.Hosting;

/// <summary>
/// When which host is to be woken to let the hammer fall. Entries are hints: waking a host twice is harmless.
/// </summary>
internal sealed class HammerSchedule
{
    private readonly Lock _changing = new();
    private readonly PriorityQueue<AuctionHost, DateTimeOffset> _hosts = new();
    private readonly Signal _sooner = new();

    public void Add(AuctionHost host, DateTimeOffset at)
    {
        bool isSooner;
        lock (_changing)
        {
            isSooner = !_hosts.TryPeek(out _, out var first) || at < first;
            _hosts.Enqueue(host, at);
        }

        if (isSooner)
        {
            _sooner.Wake();
        }
    }

    /// <summary>Completes when something may be due: at the first entry's time, or when an earlier one came.</summary>
    /// <param name="clock">Time.</param>
    /// <param name="most">Looks again after this long at the latest: a wall clock may jump.</param>
    /// <param name="stopping">Ends the wait.</param>
    public async Task WaitAsync(AuctionClock clock, TimeSpan most, CancellationToken stopping)
    {
        var wait = most;
        lock (_changing)
        {
            if (_hosts.TryPeek(out _, out var first) && first - clock.Now < most)
            {
                wait = TimeSpan.FromMilliseconds(Math.Ceiling((first - clock.Now).TotalMilliseconds));
            }
        }

        if (wait > TimeSpan.Zero)
        {
            await _sooner.WaitAsync(wait, clock, stopping);
        }
    }

    /// <summary>Takes the hosts whose time has come.</summary>
    public List<AuctionHost> TakeDue(DateTimeOffset now)
    {
        var due = new List<AuctionHost>();
        lock (_changing)
        {
            while (_hosts.TryPeek(out var host, out var at) && at <= now)
            {
                _hosts.Dequeue();
                due.Add(host);
            }
        }

        return due;
    }
}
