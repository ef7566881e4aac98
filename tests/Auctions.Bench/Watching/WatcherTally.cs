using System.Diagnostics;

namespace Auctions.Bench.Watching;

/// <summary>What one watcher was shown, and when. For one thread at a time.</summary>
internal sealed class WatcherTally
{
    /// <summary>Views that follow each other sooner are told: the server sends none sooner than 250 ms.</summary>
    public static readonly TimeSpan GapLeast = TimeSpan.FromMilliseconds(200);

    private const int ViewsExpected = 128;

    private readonly List<(long Sequence, long At)> _views = new(ViewsExpected);
    private long _staleBelow;
    private bool _wasLate;

    /// <summary>Each view: its sequence and when it came, a timestamp of <see cref="Stopwatch"/>.</summary>
    public IReadOnlyList<(long Sequence, long At)> Views => _views;

    /// <summary>How often a view was older than one before it.</summary>
    public int Falls { get; private set; }

    /// <summary>How often a view followed the one before sooner than <see cref="GapLeast"/>.</summary>
    public int ShortGaps { get; private set; }

    /// <summary>The shortest time between two views; null: there were not two.</summary>
    public TimeSpan? ShortestGap { get; private set; }

    /// <summary>Views that were stale when they came at last, since it did not read for a while.</summary>
    public int StaleViews { get; private set; }

    /// <summary>Whether it stopped reading for a while.</summary>
    public bool IsSlow => ResumedAt != 0 || CaughtUpAfter is not null;

    /// <summary>How long it took from reading again to a view that was not stale; null: it did not stop.</summary>
    public TimeSpan? CaughtUpAfter { get; private set; }

    /// <summary>How its auction ended; null: it was not shown that.</summary>
    public FinalView? Final { get; private set; }

    /// <summary>When its last connection ended, a timestamp; 0: it has not.</summary>
    public long EndedAt { get; set; }

    /// <summary>How often a connection ended before the auction did.</summary>
    public int Breaks { get; set; }

    /// <summary>How often it was told how long to wait before it connects anew.</summary>
    public int Retries { get; private set; }

    /// <summary>What it was told last.</summary>
    public TimeSpan Retry { get; private set; }

    /// <summary>Sequence of the newest view; 0: none came.</summary>
    public long Sequence { get; private set; }

    private long ResumedAt { get; set; }

    public void Note(FeedEvent heard, long at)
    {
        if (heard.Retry is { } wait)
        {
            Retry = wait;
            Retries++;
        }

        if (heard.IsView)
        {
            Note(heard.Id, at);
            Final = FinalView.Of(heard.Data) ?? Final;
        }
    }

    /// <summary>It reads again after it did not for a while.</summary>
    /// <param name="newest">Sequence that others were shown by then.</param>
    /// <param name="at">The timestamp.</param>
    public void Resume(long newest, long at) => (_staleBelow, ResumedAt) = (newest, at);

    private void Note(long sequence, long at)
    {
        if (sequence < Sequence)
        {
            Falls++;
        }

        if (ResumedAt != 0)
        {
            NoteLate(sequence, at);
            _wasLate = true;
        }
        else if (_wasLate)
        {
            // The one before came when it was read, which was later than it was there.
            _wasLate = false;
        }
        else if (_views is [.., var before])
        {
            var gap = Stopwatch.GetElapsedTime(before.At, at);
            ShortestGap = ShortestGap < gap ? ShortestGap : gap;
            ShortGaps += gap < GapLeast ? 1 : 0;
        }

        _views.Add((sequence, at));
        Sequence = Math.Max(Sequence, sequence);
    }

    // What had been kept for it comes at once, which says nothing about how often the server sends.
    private void NoteLate(long sequence, long at)
    {
        if (sequence < _staleBelow)
        {
            StaleViews++;
            return;
        }

        CaughtUpAfter = Stopwatch.GetElapsedTime(ResumedAt, at);
        ResumedAt = 0;
    }
}
