namespace Auctions.Engine.Hosting;

/// <summary>One loop waits, anybody wakes it. A wake while it does not wait ends its next wait at once.</summary>
internal sealed class Signal
{
    private volatile TaskCompletionSource _woken = New();

    public void Wake() => _woken.TrySetResult();

    /// <summary>Waits until woken, but no longer than <paramref name="most"/>.</summary>
    /// <exception cref="OperationCanceledException">The loop is to end.</exception>
    public async Task WaitAsync(TimeSpan most, AuctionClock clock, CancellationToken stopping)
    {
        var woken = _woken;
        await using (clock.Time.CreateTimer(
            static woken => ((TaskCompletionSource)woken!).TrySetResult(), woken, most, Timeout.InfiniteTimeSpan))
        await using (stopping.UnsafeRegister(static woken => ((TaskCompletionSource)woken!).TrySetResult(), woken))
        {
            await woken.Task;
        }

        _woken = New();
        stopping.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
