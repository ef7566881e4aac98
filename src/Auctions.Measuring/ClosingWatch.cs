namespace Auctions.Measuring;

/// <summary>Watches auctions as pages do until each is seen closed.</summary>
internal static class ClosingWatch
{
    /// <summary>How long a page waits before it comes again when its feed broke.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="lots">How many auctions.</param>
    /// <param name="follow">Follows a lot's auction; true: it was seen closed, false: the feed ended before.</param>
    /// <param name="now">The time by the clock that closes them.</param>
    /// <param name="cancellation">Ends the watch; what is not seen closed by then is left out.</param>
    /// <returns>When each was seen closed.</returns>
    public static async Task<IReadOnlyList<DateTimeOffset>> RunAsync(
        int lots,
        Func<int, CancellationToken, Task<bool>> follow,
        Func<DateTimeOffset> now,
        CancellationToken cancellation)
    {
        // Null: it was not seen closed.
        async Task<DateTimeOffset?> WatchAsync(int lot)
        {
            try
            {
                while (!await follow(lot, cancellation))
                {
                    await Task.Delay(Pause, cancellation);
                }

                return now();
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return null;
            }
        }

        var seen = await Task.WhenAll(Enumerable.Range(0, lots).Select(WatchAsync));
        return [.. seen.OfType<DateTimeOffset>()];
    }
}
