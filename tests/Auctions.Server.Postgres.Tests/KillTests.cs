using System.Globalization;
using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Postgres.Tests;
using Auctions.Scenarios.Support;
using Auctions.Server.Postgres.Tests.Support;
using Auctions.Server.Tests.Support;
using Auctions.Storage.Slots;
using Npgsql;
using ServerProcess = Auctions.Server.Tests.Support.ServerProcess;

namespace Auctions.Server.Postgres.Tests;

/// <summary>
/// A server or a shard that dies under load: what was acknowledged is there once, and nothing else. How many bids are
/// acknowledged is the environment's <c>AUCTIONS_KILLED_BIDS</c>.
/// </summary>
public sealed class KillTests
{
    private const int LotsMin = 16;
    private const int BiddersPerLot = 3;

    private static int Bids => int.Parse(
        Environment.GetEnvironmentVariable("AUCTIONS_KILLED_BIDS") ?? "2000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_server_killed_under_load_loses_nothing_and_leaves_nothing_else()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 4);
        var server = await ServerProcess.StartOnAsync("Development", databases.Options);
        try
        {
            var storm = await StormAsync(() => server.Url, server.Api);
            var raging = storm.RageAsync();
            await storm.UntilAcknowledgedAsync(Bids / 2, raging);
            await server.KillAsync();
            await server.DisposeAsync();
            server = await ServerProcess.StartOnAsync("Development", databases.Options);
            await storm.UntilAcknowledgedAsync(Bids, raging);
            storm.End();
            await raging;
            Assert.True(storm.Untold > 0, "Nobody noticed.");
            await AssertStoredAsync(databases.Shards, storm);
            await VerifyAsync(databases, storm);
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
            var storm = await StormAsync(() => server.Url, server.Api);
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
            await AssertStoredAsync(databases.Shards, storm);
            await VerifyAsync(databases, storm);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    // Where an auction lives follows from its id, which is the engine's choice: so until every shard has one.
    private static async Task<PatientStorm> StormAsync(Func<Uri> server, Api api)
    {
        var slots = SlotMap.Assign([1, 1, 1, 1]);
        var lots = new List<Lot>();
        var shards = new HashSet<int>();
        while (lots.Count < LotsMin || shards.Count < 4)
        {
            var lot = await Lot.CreateAsync(api, $"seller{lots.Count}");
            lots.Add(lot);
            Assert.True(AuctionId.TryParse(lot.Id, out var id));
            Assert.True(slots.TryGetShard(id, out var shard));
            shards.Add(shard);
        }

        return new PatientStorm(server, lots, BiddersPerLot);
    }

    private static async Task AssertStoredAsync(IReadOnlyList<string> shards, PatientStorm storm)
    {
        var stored = new Dictionary<(string Lot, long Sequence), long>();
        foreach (var shard in shards)
        {
            await using var session = new NpgsqlConnection($"{shard};Pooling=false");
            await session.OpenAsync();
            await using var command = new NpgsqlCommand(
                "select auction_id, first_sequence, codec_version, payload from auctions.segment", session);
            await using var reader = await command.ExecuteReaderAsync();
            var count = stored.Count;
            while (await reader.ReadAsync())
            {
                var first = reader.GetInt64(1);
                foreach (var (at, happened) in EventCodec.Decode(
                    reader.GetInt16(2), reader.GetFieldValue<byte[]>(3)).Index())
                {
                    if (happened is BidPlaced bid)
                    {
                        stored.Add(($"{reader.GetGuid(0)}", first + at), bid.Amount);
                    }
                }
            }

            Assert.True(stored.Count > count, "A shard has nothing.");
        }

        Assert.Equal(
            storm.Acknowledged.OrderBy(bid => bid.Key).Select(bid => (bid.Key, bid.Value)),
            stored.OrderBy(bid => bid.Key).Select(bid => (bid.Key, bid.Value)));
    }

    private static async Task VerifyAsync(StoreDatabases databases, PatientStorm storm)
    {
        var verified = await CommandLine.RunAsync(["verify", .. databases.Options]);
        Assert.StartsWith($"verify: {storm.Lots} auctions", verified);
        Assert.EndsWith(" 0 faults", verified.TrimEnd());
    }
}
