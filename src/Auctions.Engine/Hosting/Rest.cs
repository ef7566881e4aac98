namespace Auctions.Engine.Hosting;

/// <summary>How the engine's loops pass the time between two rounds.</summary>
internal static class Rest
{
    /// <summary>
    /// Waits. Who cancels continues the loop where it runs, on no other thread; the rest of the delay passes unheeded.
    /// </summary>
    /// <exception cref="OperationCanceledException">The loop is to end.</exception>
    public static Task ForAsync(TimeSpan length, AuctionClock clock, CancellationToken stopping) =>
        Task.Delay(length, clock.Time, CancellationToken.None).WaitAsync(stopping);
}
