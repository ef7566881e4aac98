namespace Auctions.Engine.Hosting;

/// <summary>
/// One loop waits, anybody wakes it. A wake while it does not wait ends its next wait at once. Told to stop, it goes on
/// where it was, at once and without an exception.
/// </summary>
internal sealed class Signal
{
    private volatile TaskCompletionSource _woken = New();

    public void Wake() => _woken.TrySetResult();

    /// <summary>Waits until woken or told to stop, but no longer than <paramref name="most"/>.</summary>
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
    }

    /// <summary>Waits for a time, or until told to stop.</summary>
    public static Task RestAsync(TimeSpan length, AuctionClock clock, CancellationToken stopping) =>
        new Signal().WaitAsync(length, clock, stopping);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
