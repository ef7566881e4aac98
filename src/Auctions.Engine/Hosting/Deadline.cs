namespace Auctions.Engine.Hosting;

/// <summary>A bound on how long the engine waits for its journal, whatever the journal does.</summary>
internal static class Deadline
{
    /// <summary>
    /// Asks, and waits no longer than <paramref name="most"/>. Then the question is withdrawn: what is only queued is
    /// not done any more, what is under way nobody waits for.
    /// </summary>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    /// <exception cref="OperationCanceledException">Whoever asked is to stop.</exception>
    public static async Task<T> KeepAsync<T>(
        Func<CancellationToken, Task<T>> ask, TimeSpan most, AuctionClock clock, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(most, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            return await ask(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new TimeoutException($"The journal gave no answer within {most.TotalSeconds} s.");
        }
    }
}
