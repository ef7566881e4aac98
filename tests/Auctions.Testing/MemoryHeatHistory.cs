using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Testing;

/// <summary>A history of what is hot that outlives those who gather, but not the test.</summary>
public sealed class MemoryHeatHistory : IHeatHistory
{
    private readonly Lock _changing = new();
    private readonly SortedDictionary<(int Seconds, long Start, string Process), StoredHeat> _frames = new(
        Comparer<(int Seconds, long Start, string Process)>.Create(static (one, other) =>
            (one.Seconds, one.Start).CompareTo((other.Seconds, other.Start)) is var order and not 0
                ? order
                : string.CompareOrdinal(one.Process, other.Process)));

    private readonly List<HeatMark> _marks = [];
    private readonly List<AuditEntry> _entries = [];

    /// <summary>Whether it fails at whatever it is asked.</summary>
    public bool IsDown { get; set; }

    public Task AppendAsync(IReadOnlyList<StoredHeat> frames, CancellationToken cancellation) => DoAsync(() =>
    {
        foreach (var frame in frames)
        {
            _frames[(frame.Seconds, frame.Start, frame.Process)] = frame;
        }

        return 0;
    });

    public Task<IReadOnlyList<StoredHeat>> ReadAsync(
        int seconds, long from, long until, CancellationToken cancellation) =>
        DoAsync<IReadOnlyList<StoredHeat>>(() =>
        [
            .. _frames.Values.Where(
                frame => frame.Seconds == seconds && frame.Start >= from && frame.Start < until),
        ]);

    public Task ForgetAsync(int seconds, long before, CancellationToken cancellation) => DoAsync(() =>
    {
        foreach (var old in _frames.Keys.Where(key => key.Seconds == seconds && key.Start < before).ToList())
        {
            _frames.Remove(old);
        }

        return 0;
    });

    public Task AddMarkAsync(HeatMark mark, CancellationToken cancellation) => DoAsync(() =>
    {
        if (!_marks.Contains(mark))
        {
            _marks.Add(mark);
        }

        return 0;
    });

    public Task<IReadOnlyList<HeatMark>> MarksAsync(long from, long until, CancellationToken cancellation) =>
        DoAsync<IReadOnlyList<HeatMark>>(() =>
            [.. _marks.Where(mark => mark.At >= 1_000 * from && mark.At < 1_000 * until).OrderBy(mark => mark.At)]);

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellation) => DoAsync(() =>
    {
        _entries.Add(entry);
        return 0;
    });

    public Task<IReadOnlyList<AuditEntry>> AuditedAsync(
        string? subject, int limit, CancellationToken cancellation) =>
        DoAsync<IReadOnlyList<AuditEntry>>(() =>
        [
            .. Enumerable.Reverse(_entries).Where(entry => subject is null || entry.Subject == subject).Take(limit),
        ]);

    private Task<T> DoAsync<T>(Func<T> work)
    {
        lock (_changing)
        {
            return IsDown
                ? Task.FromException<T>(new JournalException(JournalFault.Unavailable, "The history is down."))
                : Task.FromResult(work());
        }
    }
}
