using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage.Postgres;

/// <summary>
/// Sees to it that the journal of a shard has monthly partitions a year ahead, whether or not anybody migrates it: at
/// start and once a day. Making one may make bids wait for a tenth of a second; where that is not enough it gives up
/// and tries again later.
/// </summary>
/// <param name="shard">The shard.</param>
/// <param name="time">Time for waits.</param>
/// <param name="logger">Told what was made.</param>
internal sealed class PartitionsAhead(PostgresShard shard, TimeProvider time, ILogger logger)
{
    /// <summary>Time between two looks if nothing went wrong.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <summary>Time until the next look if something did.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    // The statement itself sees to it that bids do not wait long. This is for a server that says nothing any more.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private TimeSpan _wait;
    private long _lookedAt;

    /// <summary>Makes what is missing, one month after the other, if it is time to look.</summary>
    /// <exception cref="JournalException">It cannot be done now.</exception>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        if (_wait > TimeSpan.Zero && time.GetElapsedTime(_lookedAt) < _wait)
        {
            return;
        }

        (_lookedAt, _wait) = (time.GetTimestamp(), Retry);
        while (await MakeAsync(cancellation) is { } month)
        {
            Log.PartitionMade(logger, shard.Name, month);
        }

        _wait = Interval;
    }

    private Task<DateOnly?> MakeAsync(CancellationToken cancellation) => shard.AskAsync(
        Deadline,
        async (session, token) =>
        {
            await using var make = session.Command(Statement.MakePartition);
            return await make.RowsAsync(
                row => row.IsDBNull(0) ? (DateOnly?)null : row.GetFieldValue<DateOnly>(0), token) is [var month]
                ? month
                : null;
        },
        cancellation);
}
