namespace Auctions.Engine.Hosting;

/// <summary>
/// When which host is to be woken to let the hammer fall. Entries are hints: waking a host twice is harmless.
/// </summary>
internal sealed class HammerSchedule
{
    private readonly Lock _changing = new();
    private readonly PriorityQueue<AuctionHost, DateTimeOffset> _hosts = new();

    public void Add(AuctionHost host, DateTimeOffset at)
    {
        lock (_changing)
        {
            _hosts.Enqueue(host, at);
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
