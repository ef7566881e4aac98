using Auctions.Engine.Heat;

namespace Auctions.Engine.Ports;

/// <summary>What is hot, over all processes, and what to do about it. For operators only.</summary>
public interface IHotspots
{
    /// <summary>
    /// Frames, all processes merged. What cannot be read now is missing, and the answer says so; never an exception.
    /// </summary>
    Task<HeatRange> ReadAsync(HeatQuery query, CancellationToken cancellation);

    /// <summary>What a remedy would do; nothing is changed.</summary>
    Task<RemedyReport> PlanAsync(Remedy remedy, CancellationToken cancellation);

    /// <summary>Does it, and writes it to the audit log before and after.</summary>
    /// <param name="remedy">What.</param>
    /// <param name="actor">The operator's pseudonym.</param>
    /// <param name="cancellation">Gives up waiting; it may be done all the same.</param>
    Task<RemedyReport> ApplyAsync(Remedy remedy, string actor, CancellationToken cancellation);
}

/// <summary>Which frames are wanted.</summary>
/// <param name="Seconds">Length of a frame: 1, 10 or 60.</param>
/// <param name="From">Start of the first, in Unix seconds; null: <paramref name="Frames"/> before the newest.</param>
/// <param name="Frames">How many, at most 1,440.</param>
public sealed record HeatQuery(int Seconds, long? From, int Frames)
{
    /// <summary>The newest seconds.</summary>
    public static HeatQuery Newest(int seconds) => new(1, null, seconds);
}

/// <summary>Frames in a row, and how far they can be trusted.</summary>
public sealed class HeatRange
{
    /// <summary>End of the newest second that was complete, in Unix seconds by the shards' clock.</summary>
    public long AsOf { get; init; }

    /// <summary>The server's time when this was asked, in Unix milliseconds by the shards' clock.</summary>
    public long Now { get; init; }

    /// <summary>Length of a frame in seconds.</summary>
    public int Seconds { get; init; }

    /// <summary>The earliest first; where nothing is known of a time there is none.</summary>
    public List<HeatFrame> Frames { get; init; } = [];

    /// <summary>What happened meanwhile, the earliest first.</summary>
    public List<HeatMark> Marks { get; init; } = [];

    /// <summary>Processes that reported within the last three seconds.</summary>
    public List<string> Reporting { get; init; } = [];

    /// <summary>Processes that reported within the last minute, and are silent now.</summary>
    public List<string> Silent { get; init; } = [];

    /// <summary>What is wrong with this answer; null: nothing.</summary>
    public string? Problem { get; init; }
}
