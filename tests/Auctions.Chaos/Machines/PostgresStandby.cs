using System.Net;
using System.Net.Sockets;
using Auctions.Chaos.Databases;
using Auctions.Processes;
using Npgsql;

namespace Auctions.Chaos.Machines;

/// <summary>A standby for which every commit of its primary waits.</summary>
internal sealed class PostgresStandby : IAsyncDisposable
{
    private const string Follows =
        "select count(*) from pg_stat_replication where sync_state = 'sync' and state = 'streaming'";

    private readonly PostgresProcess _process;
    private int _postmaster;

    private PostgresStandby(PostgresProcess process) => _process = process;

    /// <summary>Copies the primary, beside its data, and follows it.</summary>
    public static async Task<PostgresStandby> StartAsync(
        PostgresProcess primary, string connection, CancellationToken cancellation)
    {
        var address = new NpgsqlConnectionStringBuilder(connection);
        var standby = new PostgresStandby(primary with { Data = $"{primary.Data}-standby", Port = FreePort() });
        await primary.CommandAsync(
            [
                $"{primary.Binaries}/pg_basebackup", "-h", address.Host!, "-p", $"{address.Port}", "-U",
                address.Username!, "-D", standby._process.Data, "-R", "-X", "stream", "-c", "fast",
            ],
            address.Password!);
        await File.AppendAllTextAsync(
            Path.Combine(standby._process.Data, "postgresql.auto.conf"),
            $"port = {standby._process.Port}\n",
            cancellation);
        await standby._process.StartAsync();
        standby._postmaster = standby._process.Id;
        await Sql.RunAsync(connection, "alter system set synchronous_standby_names = '*'", cancellation);
        await Sql.RunAsync(connection, "select pg_reload_conf()", cancellation);
        await Until.TrueAsync(
            async () => await Sql.ReadAsync<long>(connection, Follows, cancellation) > 0,
            "the standby follows",
            cancellation: cancellation);
        return standby;
    }

    /// <summary>Stops all its processes where they are: commits of the primary wait.</summary>
    public void Freeze() => _process.Freeze();

    /// <summary>Lets them go on.</summary>
    public void Thaw() => _process.Thaw();

    public async ValueTask DisposeAsync() => await _process.KillAsync(_postmaster);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
