namespace Auctions.Engine.Hosting;

/// <summary>Room in memory for a bounded number of hosts.</summary>
internal sealed class HostRoom(int hostsMax, AuctionClock clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _free = new(hostsMax);
    private int _waiting;

    /// <summary>How many wait for a host to leave.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes room for one host; false if none became free in time.</summary>
    /// <param name="makeRoom">Called if there is none at once.</param>
    public async ValueTask<bool> TakeAsync(Action makeRoom)
    {
        if (_free.Wait(0, CancellationToken.None))
        {
            return true;
        }

        using var patience = new CancellationTokenSource(Patience, clock.Time);
        Interlocked.Increment(ref _waiting);
        try
        {
            makeRoom();
            await _free.WaitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Release() => _free.Release();

    public void Dispose() => _free.Dispose();
}
