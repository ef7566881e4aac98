using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Heat;

/// <summary>
/// Gathers the frames of all processes, answers what is asked about them, and keeps them where they outlive it. Frames
/// count as taken once they are kept, or were not to be kept now: so whoever takes its place begins where it ended.
/// </summary>
public sealed class HeatGatherer
{
    /// <summary>Most frames of an answer: six hours of ten seconds.</summary>
    public const int FramesMax = 2_160;

    private const int OthersSeconds = 5;
    private const int UnkeptMax = 2 * HeatMemory.Seconds;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly IHeatHistory _history;
    private readonly AuctionClock _clock;
    private readonly ILogger _logger;
    private readonly Lock _changing = new();
    private readonly HeatMemory _memory = new();
    private readonly HeatMarks _marks = new();
    private readonly HashSet<(int Seconds, long Start)> _toMerge = [];
    private readonly Dictionary<(int Seconds, long Start, string Process), StoredHeat> _unkept = [];
    private readonly UntoldMarks _untold = new();
    private readonly UnreadSeconds _unread;
    private bool _isTrouble;
    private long _knownSince = long.MinValue;
    private long _forgotAt;

    /// <param name="history">Where frames outlive this.</param>
    /// <param name="clock">The shards' clock.</param>
    /// <param name="logger">Told once when the history fails, and once when it is well again.</param>
    public HeatGatherer(IHeatHistory history, AuctionClock clock, ILogger<HeatGatherer> logger)
    {
        _history = history;
        _clock = clock;
        _logger = logger;
        _unread = new UnreadSeconds(clock);
    }

    private long Now => _clock.Now.ToUnixTimeSeconds();

    /// <summary>
    /// Reads what is on record of the last quarter of an hour: what this process's predecessor gathered, or, on a store
    /// that several servers share, what the others did. What the history does not tell in time is asked for again with
    /// each frame that it takes.
    /// </summary>
    public Task CatchUpAsync(CancellationToken cancellation)
    {
        lock (_changing)
        {
            _knownSince = Now - HeatMemory.Seconds;
        }

        return CatchUpAsync(HeatMemory.Seconds, cancellation);
    }

    /// <summary>The same of the last seconds only.</summary>
    public Task CatchUpWithOthersAsync(CancellationToken cancellation) => CatchUpAsync(OthersSeconds, cancellation);

    /// <summary>Takes frames of one process, and returns once they are kept, or cannot be for now.</summary>
    public async Task AcceptAsync(IReadOnlyList<HeatFrame> frames, CancellationToken cancellation)
    {
        lock (_changing)
        {
            foreach (var frame in frames)
            {
                Keep(StoredHeat.Of(frame));
            }
        }

        TakeIn(frames).ForEach(_untold.Add);
        await KeepAsync(cancellation);
    }

    /// <summary>Adds a mark; what the history does not take in time it is told again with the next frames.</summary>
    public Task MarkAsync(HeatMark mark, CancellationToken cancellation)
    {
        _untold.Add(mark);
        return _untold.TellAsync(TryToTellAsync, cancellation);
    }

    /// <summary>What is known of a time.</summary>
    public async Task<HeatRange> ReadAsync(HeatQuery query, CancellationToken cancellation)
    {
        var now = _clock.Now;
        long asOf;
        List<HeatFrame> frames;
        List<string> reporting;
        List<string> silent;
        lock (_changing)
        {
            asOf = _memory.CompleteUntil(now.ToUnixTimeSeconds());
            (reporting, silent) = _memory.Processes(now.ToUnixTimeSeconds());
        }

        var count = Math.Clamp(query.Frames, 1, FramesMax);
        var until = query.From is { } start ? start + ((long)count * query.Seconds) : asOf;
        var from = query.From ?? until - ((long)count * query.Seconds);
        lock (_changing)
        {
            frames = query.Seconds == 1 ? _memory.Between(from, until) : [];
        }

        var problem = query.Seconds == 1 ? null : await TryAsync(async late =>
        {
            var rows = await _history.ReadAsync(query.Seconds, from, until, late);
            frames = [.. rows.SelectMany(row => HeatCodec.Decode(row.Payload))];
        }, cancellation);
        List<HeatMark> marks = [];
        problem ??= await TryAsync(
            async late => marks = [.. await _history.MarksAsync(from, until + 1, late)], cancellation);
        return new HeatRange
        {
            AsOf = asOf,
            Now = now.ToUnixTimeMilliseconds(),
            Seconds = query.Seconds,
            Frames = frames,
            Marks = marks,
            Reporting = reporting,
            Silent = silent,
            Problem = problem,
        };
    }

    private Task CatchUpAsync(int seconds, CancellationToken cancellation)
    {
        _unread.Add(Now - seconds);
        return ReadOnAsync(Patience, cancellation);
    }

    private Task ReadOnAsync(TimeSpan patience, CancellationToken cancellation) => _unread.ReadAsync(
        patience, async (from, until) => await TryAsync(late => ReadAsync(from, until, late), cancellation) is null);

    private async Task ReadAsync(long from, long until, CancellationToken late)
    {
        foreach (var row in await _history.ReadAsync(1, from, until, late))
        {
            // A process that stops keeps its last frame itself.
            var marks = TakeIn(HeatCodec.Decode(row.Payload));
            marks.FindAll(mark => mark.Kind == HeatMarkKind.Stop).ForEach(_untold.Add);
        }
    }

    private List<HeatMark> TakeIn(IReadOnlyList<HeatFrame> frames)
    {
        var marks = new List<HeatMark>();
        lock (_changing)
        {
            foreach (var frame in frames)
            {
                if (_memory.TryAdd(frame))
                {
                    _toMerge.UnionWith(HeatSteps.Of(frame.Start));
                    marks.AddRange(_marks.Of(frame));
                }
            }
        }

        return marks;
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        List<StoredHeat> rows;
        List<(int Seconds, long Start)> over;
        lock (_changing)
        {
            // Of what began before is known here only a part, and who knew all of it has kept it.
            _toMerge.RemoveWhere(step => step.Start < _knownSince);
            over = [.. _toMerge.Where(step =>
                HeatSteps.IsOver(step.Seconds, step.Start, Now) && step.Start + step.Seconds <= _unread.Since)];
            foreach (var (seconds, start) in over)
            {
                var parts = _memory.Between(start, start + seconds);
                if (parts.Count > 0)
                {
                    var payload = HeatCodec.Encode([HeatSteps.Merge(parts, start, seconds)]);
                    Keep(new StoredHeat(seconds, start, "", payload));
                }
            }

            _toMerge.ExceptWith(over);
            rows = [.. _unkept.Values];
        }

        var problem = await TryAsync(late => _history.AppendAsync(rows, late), cancellation);
        if (problem is not null)
        {
            return;
        }

        lock (_changing)
        {
            // But what was made anew meanwhile.
            foreach (var row in rows.Where(row => _unkept.GetValueOrDefault(KeyOf(row)) == row))
            {
                _unkept.Remove(KeyOf(row));
            }
        }

        await _untold.TellAsync(TryToTellAsync, cancellation);
        await ReadOnAsync(TimeSpan.Zero, cancellation);
        await ForgetAsync(cancellation);
    }

    private async Task<bool> TryToTellAsync(HeatMark mark, CancellationToken cancellation) =>
        await TryAsync(late => _history.AddMarkAsync(mark, late), cancellation) is null;

    // What the history did not take for so long that it would forget it anyway is not kept for it.
    private void Keep(StoredHeat row)
    {
        _unkept[KeyOf(row)] = row;
        if (_unkept.Count > UnkeptMax)
        {
            _unkept.Remove(_unkept.Keys.MinBy(key => key.Start));
        }
    }

    private static (int Seconds, long Start, string Process) KeyOf(StoredHeat row) =>
        (row.Seconds, row.Start, row.Process);

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        var now = Now;
        if (now < _forgotAt + 60)
        {
            return;
        }

        _forgotAt = now;
        foreach (var (seconds, kept) in HeatSteps.All)
        {
            await TryAsync(late => _history.ForgetAsync(seconds, now - kept, late), cancellation);
        }
    }

    /// <summary>
    /// Asks the history; says what is wrong, and null if nothing is. It is not needed to see what is hot now.
    /// </summary>
    public async Task<string?> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            late.CancelAfter(Patience);
            await work(late.Token).WaitAsync(late.Token);
            if (_isTrouble)
            {
                _isTrouble = false;
                Log.HeatKeptAgain(_logger);
            }

            return null;
        }
        catch (Exception failed) when (!cancellation.IsCancellationRequested)
        {
            if (!_isTrouble)
            {
                _isTrouble = true;
                Log.HeatNotKept(_logger, failed.Message);
            }

            return "The history cannot be read now: what is older than this process, and marks, are missing.";
        }
    }
}
