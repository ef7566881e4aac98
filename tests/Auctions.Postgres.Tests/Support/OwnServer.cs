using System.Net;
using System.Net.Sockets;
using Auctions.Storage.Postgres.Schema;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>A server for the tests of one class alone, with a shard's database on it.</summary>
public class OwnServer : IAsyncLifetime
{
    private static int _started;

    private readonly string _state = Path.Combine(
        Path.GetTempPath(), $"auctions-own-server-{Environment.ProcessId}-{Interlocked.Increment(ref _started)}");

    private int _replicas;

    /// <summary>The shard, as superuser.</summary>
    public string Connection { get; private set; } = "";

    internal ServerProcess Process { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        var server = (await ScriptAsync("start", "1")).Trim();
        Process = ServerProcess.Read(Path.Combine(_state, "server-1"));
        await Servers.RunAsync(server, "create database shard");
        Connection = new NpgsqlConnectionStringBuilder(server) { Database = "shard" }.ConnectionString;
        await new Migrator(Connection, "shard", "shard").MigrateAsync(default);
    }

    public virtual async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await ScriptAsync("stop");
    }

    /// <summary>Makes a streaming replica of it, which runs; whoever asked for it stops it.</summary>
    internal async Task<ServerProcess> AddReplicaAsync()
    {
        var primary = new NpgsqlConnectionStringBuilder(Connection);
        var replica = Process with
        {
            Data = $"{Process.Data}-replica-{Interlocked.Increment(ref _replicas)}",
            Port = FreePort(),
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<string> ScriptAsync(params string[] arguments) => ServerProcess.RunAsync(
        [Path.Combine(Root(), "scripts", "postgres"), .. arguments], ("AUCTIONS_POSTGRES_STATE", _state));

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "OrleansAuctions.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The repository is not above.");
        }

        return directory.FullName;
    }
}
