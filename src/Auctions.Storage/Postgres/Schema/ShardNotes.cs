using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Npgsql;

namespace Auctions.Storage.Postgres.Schema;

/// <summary>What somebody who looks after a shard should know, though servers run well on it.</summary>
internal static class ShardNotes
{
    /// <summary>Months for which there should be partitions at least.</summary>
    public const int MonthsAheadMin = 3;

    public static async Task<IReadOnlyList<string>> ReadAsync(
        NpgsqlConnection session, string name, CancellationToken cancellation)
    {
        var notes = new List<string>();
        await using var ahead = session.Command(Statement.MonthsAhead);
        var months = await ahead.ValueAsync<int>(cancellation);
        if (months < MonthsAheadMin)
        {
            notes.Add(
                $"{name} has partitions for {months} months ahead. Servers make them day by day, and so does " +
                "\"auctions db migrate\"; if neither helps, auctions.segment_other is locked all the time or over 16 " +
                "MiB.");
        }

        await using var look = session.Command(Statement.LookAtRebuild);
        var rebuilds = await look.RowsAsync(
            row => (Began: row.GetFieldValue<DateTime>(0), Segments: row.GetInt64(1)), cancellation);
        foreach (var (began, segments) in rebuilds)
        {
            notes.Add(
                $"{name} has a rebuild that began at {began:u} and took {segments} segments in so far. If nobody " +
                "runs it any more, \"auctions db rebuild\" goes on with it.");
        }

        await using var moving = session.Command(
            "select auction_id, moved_to from auctions.head where moved_to is not null and status <> 0 limit 8");
        var stuck = await moving.RowsAsync(row => (row.GetGuid(0), row.GetInt32(1)), cancellation);
        foreach (var (id, shard) in stuck)
        {
            notes.Add(
                $"{name} has auction {id} on its way to shard {shard}: nobody can bid on it meanwhile. If nobody " +
                $"runs the move any more, \"auctions shards move {id} {shard}\" ends it.");
        }

        return notes;
    }
}
