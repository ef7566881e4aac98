using System.Diagnostics;
using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>What all watchers of a crowd have in common, from any thread.</summary>
internal sealed class CrowdCourse(CrowdOptions options) : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private long _newest;
    private long _pausedUntil;

    public CrowdOptions Options => options;

    /// <summary>Cancelled when nobody is to watch any more.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>The newest sequence that anybody was shown.</summary>
    public long Newest => Volatile.Read(ref _newest);

    /// <summary>How long those who are slow are not to read from now on.</summary>
    public TimeSpan Pause =>
        Volatile.Read(ref _pausedUntil) - Stopwatch.GetTimestamp() is var left and > 0
            ? Stopwatch.GetElapsedTime(0, left)
            : TimeSpan.Zero;

    /// <summary>Somebody was shown a view.</summary>
    public void Show(long sequence)
    {
        var newest = Newest;
        while (sequence > newest)
        {
            newest = Interlocked.CompareExchange(ref _newest, sequence, newest) is var seen && seen == newest
                ? sequence
                : seen;
        }
    }

    /// <summary>Those who are slow stop reading for so long.</summary>
    public void PauseFor(TimeSpan time) =>
        Volatile.Write(ref _pausedUntil, Stopwatch.GetTimestamp() + Timestamps.Of(time));

    public void End() => _over.Cancel();

    public void Dispose() => _over.Dispose();
}
