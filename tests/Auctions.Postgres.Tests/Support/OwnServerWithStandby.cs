namespace Auctions.Postgres.Tests;

/// <summary>A server whose commits wait for a standby.</summary>
public sealed class OwnServerWithStandby : OwnServer
{
    internal PostgresProcess Standby { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Standby = await AddReplicaAsync();
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
}
