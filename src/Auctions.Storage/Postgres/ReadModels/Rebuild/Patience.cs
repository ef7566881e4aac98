using System.Diagnostics;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Postgres.ReadModels.Rebuild;

/// <summary>Nobody waits for a rebuild, so a shard that is busy or away for a moment does not end it.</summary>
internal static class Patience
{
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Does some work, again and again if the shard cannot be used; it must not mind being repeated.</summary>
    /// <exception cref="JournalException">It failed for half a minute, or as long as it may.</exception>
    /// <exception cref="OperationCanceledException">It is not wanted any more.</exception>
    public static async Task<T> KeepTryingAsync<T>(
        Func<Task<T>> work, CancellationToken cancellation, TimeSpan? most = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await work();
            }
            catch (JournalException) when (
                cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(began) < (most ?? GivesUpAfter))
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
