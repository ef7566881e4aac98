using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.Replicas;

/// <summary>What a server shows of itself.</summary>
/// <param name="IsStandby">Whether it follows another server.</param>
/// <param name="Store">The store it belongs to.</param>
/// <param name="Shard">The number of its shard.</param>
/// <param name="Heartbeat">
/// The newest heartbeat there. It was stamped before it was committed, and a standby takes commits in their order: so
/// whatever was committed by then is there too. Null: none was ever recorded.
/// </param>
/// <param name="StreamEnd">Sequence of the last event of the stream that was asked for; 0: none.</param>
internal sealed record Standing(
    bool IsStandby, Guid Store, int Shard, DateTimeOffset? Heartbeat, long StreamEnd)
{
    /// <summary>Asks; null if it is no shard at all.</summary>
    public static async Task<Standing?> ReadAsync(
        NpgsqlConnection session, Reach reach, CancellationToken cancellation)
    {
        Guid? stream = Math.Max(reach.Needed, reach.Wished) > 0 ? reach.Id.Value : null;
        await using var command = session.Command(Statement.Standing, Ask.OfNullable(stream, NpgsqlDbType.Uuid));
        var rows = await command.RowsAsync(
            row => new Standing(
                row.GetBoolean(0),
                row.GetGuid(1),
                row.GetInt32(2),
                row.IsDBNull(3) ? null : row.GetInstant(3),
                row.GetInt64(4)),
            cancellation);
        return rows.SingleOrDefault();
    }

    /// <summary>Why a server is not to be read as a replica of a shard, in words; null: it may be.</summary>
    public static string? ReasonAgainst(Standing? found, Guid store, int shard) => found switch
    {
        null => "it is no shard.",
        _ when found.Store != store => "it is of another store.",
        _ when found.Shard != shard => $"it is of shard {found.Shard}.",
        { IsStandby: false } => "it is no standby (any more).",
        { Heartbeat: null } => "no heartbeat has come through yet.",
        _ => null,
    };
}
