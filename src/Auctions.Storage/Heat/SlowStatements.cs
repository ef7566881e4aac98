using System.Diagnostics;
using Auctions.Engine.Heat;

namespace Auctions.Storage.Heat;

/// <summary>
/// What databases took long for since frames were last made: the slowest of it, by name. No text of a statement, so no
/// value in it.
/// </summary>
internal sealed class SlowStatements : IHeatSource
{
    private readonly Lock _changing = new();
    private readonly List<(long EndedAt, SlowStatement Statement)> _slow = [];
    private volatile bool _isOn;

    /// <summary>Of this process, which has one store.</summary>
    public static SlowStatements OfThisProcess { get; } = new();

    public void Start() => _isOn = true;

    public void Stop() => _isOn = false;

    /// <summary>A statement ended.</summary>
    /// <param name="database">The pool or file.</param>
    /// <param name="statement">What was asked.</param>
    /// <param name="took">How long that took.</param>
    /// <param name="failed">Whether it was in vain.</param>
    public void Ended(string database, string statement, TimeSpan took, bool failed)
    {
        if (!_isOn || took < SlowStatement.Least)
        {
            return;
        }

        lock (_changing)
        {
            _slow.Add((
                Stopwatch.GetTimestamp(),
                new SlowStatement(0, database, NameOf(statement), (int)took.TotalMilliseconds, failed)));
            if (_slow.Count > HeatFrame.SlowMax)
            {
                _slow.Remove(_slow.MinBy(slow => slow.Statement.Milliseconds));
            }
        }
    }

    public void AddTo(HeatFrameBuilder frame)
    {
        lock (_changing)
        {
            // By the shards' clock a frame ends now.
            var end = 1_000 * frame.Frame.End;
            foreach (var (endedAt, slow) in _slow)
            {
                var ago = (long)Stopwatch.GetElapsedTime(endedAt).TotalMilliseconds;
                frame.Frame.SlowStatements.Add(slow with { At = end - ago });
            }

            _slow.Clear();
        }
    }

    private static string NameOf(string method) =>
        method.EndsWith("Async", StringComparison.Ordinal) ? method[..^"Async".Length] : method;
}
