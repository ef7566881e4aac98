using Auctions.Engine.Heat;

namespace Auctions.Engine.Ports;

/// <summary>
/// Where frames, marks and the audit log survive the processes that made them: beside the journal, and never in the way
/// of a bid. Every method may throw <see cref="JournalException"/>.
/// </summary>
public interface IHeatHistory
{
    /// <summary>Keeps frames; one of the same length, start and process replaces the one before.</summary>
    Task AppendAsync(IReadOnlyList<StoredHeat> frames, CancellationToken cancellation);

    /// <summary>Frames of one length that began in [from, until), in the order of their start.</summary>
    Task<IReadOnlyList<StoredHeat>> ReadAsync(int seconds, long from, long until, CancellationToken cancellation);

    /// <summary>Forgets frames of one length that began before a time, and marks that are older than a week.</summary>
    Task ForgetAsync(int seconds, long before, CancellationToken cancellation);

    /// <summary>Adds a mark; the same one (when, kind, text) counts once.</summary>
    Task AddMarkAsync(HeatMark mark, CancellationToken cancellation);

    /// <summary>Marks in [from, until), both in Unix seconds, the earliest first, 1,000 at most.</summary>
    Task<IReadOnlyList<HeatMark>> MarksAsync(long from, long until, CancellationToken cancellation);

    /// <summary>Writes an audit entry; durable when this returns. Entries are never changed nor deleted here.</summary>
    Task AuditAsync(AuditEntry entry, CancellationToken cancellation);

    /// <summary>Audit entries, the newest first.</summary>
    /// <param name="subject">Only of this subject; null: of all.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<AuditEntry>> AuditedAsync(string? subject, int limit, CancellationToken cancellation);
}

/// <summary>A frame as stored.</summary>
/// <param name="Seconds">How long it lasted: 1, 10 or 60.</param>
/// <param name="Start">When it began, in Unix seconds.</param>
/// <param name="Process">Which process made it; empty: all of them together.</param>
/// <param name="Payload">The frame, by <see cref="HeatCodec"/>.</param>
public sealed record StoredHeat(int Seconds, long Start, string Process, byte[] Payload)
{
    /// <summary>A frame of one process.</summary>
    public static StoredHeat Of(HeatFrame frame) =>
        new(frame.Seconds, frame.Start, frame.Processes[0].Name, HeatCodec.Encode([frame]));
}
