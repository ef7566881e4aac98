using Auctions.Storage.Postgres.Schema;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>A server for the tests of one class alone, with a shard's database on it.</summary>
public class OwnServer : IAsyncLifetime
{
    private static int _started;

    private ThrowawayPostgres? _made;
    private int _replicas;

    /// <summary>The shard, as superuser.</summary>
    public string Connection { get; private set; } = "";

    internal PostgresProcess Process { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        _made = await ThrowawayPostgres.StartAsync(1, Path.Combine(
            Path.GetTempPath(), $"auctions-own-server-{Environment.ProcessId}-{Interlocked.Increment(ref _started)}"));
        var server = _made.Connections[0];
        Process = _made.Servers[0];
        await Servers.RunAsync(server, "create database shard");
        Connection = new NpgsqlConnectionStringBuilder(server) { Database = "shard" }.ConnectionString;
        await new Migrator(Connection, "shard", "shard").MigrateAsync(default);
    }

    public virtual async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_made is not null)
        {
            await _made.DisposeAsync();
        }
    }

    /// <summary>Makes a streaming replica of it, which runs; whoever asked for it stops it.</summary>
    internal async Task<PostgresProcess> AddReplicaAsync()
    {
        var primary = new NpgsqlConnectionStringBuilder(Connection);
        var replica = Process with
        {
            Data = $"{Process.Data}-replica-{Interlocked.Increment(ref _replicas)}",
            Port = FreePorts.Find(1)[0],
        };
        await Process.CommandAsync(
            [
                $"{Process.Binaries}/pg_basebackup", "-h", primary.Host!, "-p", $"{primary.Port}", "-U",
                primary.Username!, "-D", replica.Data, "-R", "-X", "stream", "-c", "fast", "--no-sync",
            ],
            primary.Password!);
        await File.AppendAllTextAsync(
            Path.Combine(replica.Data, "postgresql.auto.conf"), $"port = {replica.Port}\n");
        await replica.StartAsync();
        return replica;
    }
}
