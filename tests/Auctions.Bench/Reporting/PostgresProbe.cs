using System.Diagnostics;
using Npgsql;

namespace Auctions.Bench.Reporting;

/// <summary>Asks a server what it is, and how many tiny commits it makes one after another.</summary>
internal static class PostgresProbe
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    private static readonly string[] Settings =
    [
        "server_version", "synchronous_commit", "fsync", "full_page_writes", "wal_sync_method", "data_checksums",
        "shared_buffers", "max_wal_size", "checkpoint_timeout", "commit_delay", "autovacuum",
    ];

    public static async Task<string> ReadAsync(string connectionString, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var said = new List<string>();
        foreach (var setting in Settings)
        {
            await using var show = new NpgsqlCommand($"show {setting}", connection);
            said.Add($"{setting} {await show.ExecuteScalarAsync(cancellation)}");
        }

        await using var delay = new NpgsqlCommand(FsyncDelay.Ask, connection);
        if (await delay.ExecuteScalarAsync(cancellation) is string milliseconds)
        {
            said.Add($"each fsync and fdatasync {milliseconds} ms longer");
        }

        said.Add($"{await CommitsPerSecondAsync(connection, cancellation):N0} single commits/s on one connection");
        return string.Join(", ", said);
    }

    private static async Task<double> CommitsPerSecondAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using (var drop = new NpgsqlCommand(
            "drop table if exists auctions_bench_probe; create table auctions_bench_probe (n bigint)", connection))
        {
            await drop.ExecuteNonQueryAsync(cancellation);
        }

        await using var insert = new NpgsqlCommand("insert into auctions_bench_probe values (1)", connection);
        await insert.PrepareAsync(cancellation);
        var start = Stopwatch.GetTimestamp();
        long commits = 0;
        while (Stopwatch.GetElapsedTime(start) < Measured)
        {
            await insert.ExecuteNonQueryAsync(cancellation);
            commits++;
        }

        var perSecond = commits / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await using var remove = new NpgsqlCommand("drop table auctions_bench_probe", connection);
        await remove.ExecuteNonQueryAsync(cancellation);
        return perSecond;
    }
}
