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

        // Of that sessions are told by the checkpointer, in its own time.
        await Until.TrueAsync(CommitsWaitAsync, "commits wait for the standby");
    }

    public override async Task DisposeAsync()
    {
        Standby.Thaw();
        await Standby.StopImmediateAsync();
        await base.DisposeAsync();
    }

    private async Task<bool> CommitsWaitAsync()
    {
        const string Waiting = "select count(*) from pg_stat_activity where wait_event = 'SyncRep'";
        var isWaiting = false;
        Task commit;
        Standby.Freeze();
        try
        {
            commit = Servers.RunAsync(Connection, "select pg_logical_emit_message(true, 'standby', '')");
            await Until.TrueAsync(
                async () => (isWaiting = await Servers.ReadAsync<long>(Connection, Waiting) > 0) || commit.IsCompleted,
                "a commit waits or ends");
        }
        finally
        {
            Standby.Thaw();
        }

        await commit;
        return isWaiting;
    }
}
