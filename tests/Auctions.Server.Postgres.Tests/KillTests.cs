using Auctions.Postgres.Tests;
using Auctions.Server.Postgres.Tests.Support;
using Npgsql;
using ServerProcess = Auctions.Server.Tests.Support.ServerProcess;

namespace Auctions.Server.Postgres.Tests;

/// <summary>
/// A server or a shard that dies under load: what was acknowledged is there once, and nothing else. How many bids are
/// acknowledged is the environment's <c>AUCTIONS_KILLED_BIDS</c>.
/// </summary>
[Trait("Category", "Long")]
public sealed class KillTests
{
    private static int Bids => PatientStorm.BidsByEnvironment;

    [Fact]
    public async Task A_server_killed_under_load_loses_nothing_and_leaves_nothing_else()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 4);
        var server = await ServerProcess.StartOnAsync("Development", databases.Options);
        try
        {
            var storm = await PatientStorm.OnEveryShardAsync(() => server.Url, server.Api);
            var raging = storm.RageAsync();
            await storm.UntilAcknowledgedAsync(Bids / 2, raging);
            await server.KillAsync();
            await server.DisposeAsync();
            server = await ServerProcess.StartOnAsync("Development", databases.Options);
            await storm.UntilAcknowledgedAsync(Bids, raging);
            storm.End();
            await raging;
            Assert.True(storm.Untold > 0, "Nobody noticed.");
            await StoredBids.AssertAsync(databases, storm);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_shard_stopped_at_once_under_load_loses_nothing_and_leaves_nothing_else()
    {
        var own = new OwnServer();
        await own.InitializeAsync();
        try
        {
            await Servers.RunAsync(own.Connection, "create database stopped");
            var stopped = new NpgsqlConnectionStringBuilder(own.Connection) { Database = "stopped" }.ConnectionString;
            await using var databases = await StoreDatabases.MakeAsync(shards: 4);
            databases.Replace(shard: 2, stopped);
            await using var server = await ServerProcess.StartOnAsync("Development", databases.Options);
            var storm = await PatientStorm.OnEveryShardAsync(() => server.Url, server.Api);
            var raging = storm.RageAsync();
            await storm.UntilAcknowledgedAsync(Bids / 2, raging);
            await own.Process.StopImmediateAsync();

            // The other shards notice nothing.
            await storm.UntilAcknowledgedAsync(storm.Acknowledged.Count + (Bids / 10), raging);
            await own.Process.StartAsync();
            await storm.UntilAcknowledgedAsync(Bids, raging);
            storm.End();
            await raging;
            Assert.True(storm.Untold > 0, "Nobody noticed.");
            await StoredBids.AssertAsync(databases, storm);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }
}
