using System.Diagnostics;

namespace Auctions.Processes;

/// <summary>Awaits what another process shows sooner or later.</summary>
public static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>How long is asked where nothing else is said.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Asks until the answer is yes.</summary>
    /// <exception cref="TimeoutException">It stayed no for a minute, or for the patience given.</exception>
    public static async Task TrueAsync(
        Func<Task<bool>> ask, string what, TimeSpan? patience = null, CancellationToken cancellation = default)
    {
        var waited = Stopwatch.StartNew();
        while (!await ask())
        {
            if (waited.Elapsed > (patience ?? Patience))
            {
                throw new TimeoutException($"It never came true: {what}.");
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    public static Task TrueAsync(
        Func<bool> ask, string what, TimeSpan? patience = null, CancellationToken cancellation = default) =>
        TrueAsync(() => Task.FromResult(ask()), what, patience, cancellation);
}
