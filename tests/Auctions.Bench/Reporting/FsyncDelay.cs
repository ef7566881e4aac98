using Auctions.Bench.Subjects;
using Npgsql;

namespace Auctions.Bench.Reporting;

/// <summary>Whether the servers were started with a disk that is slowed down, as they themselves say.</summary>
internal static class FsyncDelay
{
    /// <summary>Asks for a setting that scripts/postgres gives to such a server; null: it has none.</summary>
    public const string Ask = "select current_setting('auctions.fsync_delay_ms', true)";

    /// <summary>What to add to the name of a setup on them; empty: nothing.</summary>
    public static async Task<string> NoteAsync(StoreChoice store, CancellationToken cancellation)
    {
        if (store.Postgres.Count == 0)
        {
            return "";
        }

        await using var source = NpgsqlDataSource.Create(store.Postgres[0]);
        await using var command = source.CreateCommand(Ask);
        return await command.ExecuteScalarAsync(cancellation) is string { Length: > 0 } milliseconds
            ? $", fsync + {milliseconds} ms"
            : "";
    }
}
