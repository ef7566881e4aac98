using System.Diagnostics;

namespace Auctions.Bench.Watching;

/// <summary>How watchers whose server went away would come back, each after the wait that it was told.</summary>
/// <param name="Watchers">How many they are.</param>
/// <param name="ToldAtTheEnd">How many of them were told a wait when the server went, beside the first one.</param>
/// <param name="WaitMillisecondsLeast">The shortest wait.</param>
/// <param name="WaitMillisecondsMost">The longest wait.</param>
/// <param name="MillisecondsFirst">From the first connection that ended until the first of them is back.</param>
/// <param name="MillisecondsLast">The same until the last one is.</param>
/// <param name="MostInSlot">Most that come back within the same <see cref="Slot"/>.</param>
internal sealed record ReturnSpread(
    int Watchers,
    int ToldAtTheEnd,
    double WaitMillisecondsLeast,
    double WaitMillisecondsMost,
    double MillisecondsFirst,
    double MillisecondsLast,
    int MostInSlot)
{
    public static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(100);

    /// <summary>Of watchers whose connections have ended; null: there are none.</summary>
    public static ReturnSpread? Of(IEnumerable<WatcherTally> watchers)
    {
        WatcherTally[] ended = [.. watchers.Where(watcher => watcher.EndedAt != 0)];
        if (ended.Length == 0)
        {
            return null;
        }

        var first = ended.Min(watcher => watcher.EndedAt);
        TimeSpan[] back =
            [.. ended.Select(watcher => Stopwatch.GetElapsedTime(first, watcher.EndedAt) + watcher.Retry).Order()];
        return new ReturnSpread(
            ended.Length,
            ended.Count(watcher => watcher.Retries > 1),
            ended.Min(watcher => watcher.Retry).TotalMilliseconds,
            ended.Max(watcher => watcher.Retry).TotalMilliseconds,
            back[0].TotalMilliseconds,
            back[^1].TotalMilliseconds,
            back.CountBy(time => (long)(time / Slot)).Max(slot => slot.Value));
    }
}
