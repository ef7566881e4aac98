using System.Diagnostics;
using Auctions.Storage.Postgres.Connections;
using Npgsql;

namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>
/// How many segments are taken in by one transaction. None may last over a second: it would hold back what others may
/// take in. A segment holds one bid or thousands, so the number follows from how long the last steps took.
/// </summary>
internal sealed class StepSize
{
    /// <summary>Most segments of a step.</summary>
    public const int Max = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slow = Patience / 2, Quick = Patience / 8;

    /// <summary>Segments of the next step.</summary>
    public int Segments { get; private set; } = Max;

    /// <summary>Does a step; one that takes a second is undone, and the next one is smaller.</summary>
    /// <exception cref="Engine.Ports.JournalException">It took too long, or the shard cannot be used now.</exception>
    public async Task<T> StepAsync<T>(
        PostgresDatabase database,
        Func<NpgsqlConnection, CancellationToken, Task<T>> step,
        CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return await database.AskAsync(Patience, step, cancellation);
        }
        finally
        {
            Took(Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>A step took this long.</summary>
    public void Took(TimeSpan time) =>
        Segments = time > Slow ? Math.Max(1, Segments / 2) : time < Quick ? Math.Min(Max, Segments * 2) : Segments;
}
