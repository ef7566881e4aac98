using System.Diagnostics;
using Auctions.Core;
using Auctions.Postgres.Tests;
using Auctions.Scenarios.Support;
using Auctions.Storage.Slots;
using Npgsql;
using ServerProcess = Auctions.Server.Tests.Support.ServerProcess;

namespace Auctions.Server.Postgres.Tests;

/// <summary>A shard whose server stands still, its connections open.</summary>
[Trait("Category", "Long")]
public sealed class FrozenShardTests
{
    private const int Frozen = 1;
    private const int Bids = 30;

    // As long as processes of a busy machine stand still.
    private static readonly TimeSpan StillFor = TimeSpan.FromSeconds(8);

    // What a test of time may ask: five times the deadline that each of these bids would otherwise wait for.
    private static readonly TimeSpan AllBids = 5 * TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Its_bids_are_turned_away_at_once_and_those_of_other_shards_are_accepted()
    {
        var own = new OwnServer();
        await own.InitializeAsync();
        try
        {
            await Servers.RunAsync(own.Connection, "create database frozen");
            await using var databases = await StoreDatabases.MakeAsync(shards: 2);
            databases.Replace(
                Frozen, new NpgsqlConnectionStringBuilder(own.Connection) { Database = "frozen" }.ConnectionString);
            await using var server = await ServerProcess.StartOnAsync("Development", databases.Options);
            var (well, hit) = await OnBothAsync(server.Api);
            (await hit.BidUntilToldAsync("anna", 10_000, "before")).Is(201);
            (await well.BidUntilToldAsync("anna", 10_000, "before")).Is(201);
            own.Process.Freeze();
            try
            {
                (await hit.BidAsync("anna", 20_000, "sent")).Is(503);
                await Eventually.IsAsync(
                    () => hit.BidAsync("bert", 30_000, "turned-away"),
                    reply => reply.Code == "shard-unavailable" && server.ReadLog().Contains(
                        $"shard-{Frozen:00} at 127.0.0.1:{own.Process.Port}/frozen is silent"),
                    2 * Eventually.Deadline);
                var (waited, held) = (new Stopwatch(), 0);
                for (var bid = 1; bid <= Bids; bid++)
                {
                    waited.Start();
                    var refused = (await hit.BidAsync("bert", 30_000, $"{bid}")).Is(503, "shard-unavailable");
                    waited.Stop();
                    Assert.Equal("1", refused.Header("Retry-After"));
                    var accepted = await well.BidAsync("bert", 10_000 * (1 + bid), $"{bid}");
                    if (accepted.Status == 503)
                    {
                        held++;
                        accepted = await well.BidUntilToldAsync("bert", 10_000 * (1 + bid), $"{bid}");
                    }

                    accepted.Is(201);
                }

                // A machine that stands still for a moment holds up a bid, but the frozen shard does none.
                Assert.InRange(held, 0, Bids / 10);
                Assert.True(waited.Elapsed < AllBids, $"It took {waited.Elapsed}.");
            }
            finally
            {
                own.Process.Thaw();
            }

            // What nobody could tell is told now, and what comes then is accepted again.
            await Eventually.IsAsync(
                () => hit.BidAsync("anna", 20_000, "sent"), reply => reply.Status == 201, Eventually.Deadline);
            (await hit.BidUntilToldAsync("bert", 40_000, "after")).Is(201);
            Assert.Equal([4, 3, 2], (await hit.HistoryAsync()).Select(bid => bid.GetProperty("sequence").GetInt32()));
            await Eventually.IsAsync(
                server.ReadLog,
                log => log.Contains($"shard-{Frozen:00} at 127.0.0.1:{own.Process.Port}/frozen answers again"));
            await server.StopAsync();
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_that_makes_its_store_waits_for_a_shard_that_takes_seconds_to_start_a_session()
    {
        var own = new OwnServer();
        await own.InitializeAsync();
        try
        {
            await Servers.RunAsync(own.Connection, "create database slow");
            await using var databases = await StoreDatabases.MakeAsync(shards: 1);
            databases.Replace(
                0, new NpgsqlConnectionStringBuilder(own.Connection) { Database = "slow" }.ConnectionString);
            own.Process.Freeze();
            Task<ServerProcess> starting;
            try
            {
                starting = ServerProcess.StartOnAsync("Development", [.. databases.Options, .. ServerProcess.Patient]);
                await Task.WhenAny(starting, Task.Delay(StillFor));
            }
            finally
            {
                own.Process.Thaw();
            }

            await using var server = await starting;
            await Lot.CreateAsync(server.Api, "seller");
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    // One lot on the shard that stays well, one on the other.
    private static async Task<(Lot Well, Lot Hit)> OnBothAsync(Api api)
    {
        var slots = SlotMap.Assign([1, 1]);
        var lots = new Lot?[2];
        for (var seller = 0; lots.Contains(null); seller++)
        {
            var lot = await Lot.CreateAsync(api, $"seller{seller}");
            Assert.True(AuctionId.TryParse(lot.Id, out var id));
            Assert.True(slots.TryGetShard(id, out var shard));
            lots[shard] = lot;
        }

        return (lots[1 - Frozen]!, lots[Frozen]!);
    }
}
