using System.Net;
using System.Net.Sockets;
using Auctions.Storage.Postgres.Schema;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>A server for the tests of one class alone, with a shard's database on it.</summary>
public class OwnServer : IAsyncLifetime
{
    private static int _started;

    private ThrowawayPostgres? _made;

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
}

/// <summary>A server whose commits wait for a standby.</summary>
public sealed class OwnServerWithStandby : OwnServer
{
    internal PostgresProcess Standby { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var primary = new NpgsqlConnectionStringBuilder(Connection);
        Standby = Process with { Data = $"{Process.Data}-standby", Port = FreePort() };
        await Process.CommandAsync(
            [
                $"{Process.Binaries}/pg_basebackup", "-h", primary.Host!, "-p", $"{primary.Port}", "-U",
                primary.Username!, "-D", Standby.Data, "-R", "-X", "stream", "-c", "fast", "--no-sync",
            ],
            primary.Password!);
        await File.AppendAllTextAsync(
            Path.Combine(Standby.Data, "postgresql.auto.conf"), $"port = {Standby.Port}\n");
        await Standby.StartAsync();
        await Servers.RunAsync(Connection, "alter system set synchronous_standby_names = '*'");
        await Servers.RunAsync(Connection, "select pg_reload_conf()");
        await Servers.CountedAsync(
            Connection, "select count(*) from pg_stat_replication where sync_state = 'sync' and state = 'streaming'");
    }

    public override async Task DisposeAsync()
    {
        Standby.Thaw();
        await Standby.StopImmediateAsync();
        await base.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
