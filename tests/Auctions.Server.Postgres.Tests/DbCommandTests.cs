using System.Text.Json;
using Auctions.Postgres.Tests;
using Auctions.Processes;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Postgres.Tests;

/// <summary><c>auctions db</c> on PostgreSQL, as a process beside a running one.</summary>
[Trait("Category", "Long")]
public sealed class DbCommandTests
{
    [Fact]
    public async Task Read_models_are_rebuilt_while_a_store_is_in_use_and_the_schema_is_as_it_was_made()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var store = await databases.OpenAsync();
        var lots = await Lots.MakeAsync(store.Journal, auctions: 16, rounds: 2);
        await lots.ReleaseAsync();
        await Servers.RunAsync(databases.Shards[0], "update auctions.head set title = 'x'");

        var output = await CommandLine.RunAsync(["db", "rebuild", "--shard", "0", "--json", .. databases.Options]);

        using var report = JsonDocument.Parse(output);
        var shard = Assert.Single(report.RootElement.GetProperty("shards").EnumerateArray());
        Assert.Equal((16, 16), (
            shard.GetProperty("auctions").GetInt32(), shard.GetProperty("corrected").GetInt32()));
        Assert.Equal(JsonValueKind.Null, shard.GetProperty("problem").ValueKind);
        Assert.Equal(2, await Servers.ReadAsync<int>(
            databases.Shards[0], "select generation from auctions.checkpoint"));
        await Until.TrueAsync(
            async () => await Tables.OwnBidsAsync(databases.Shards[0]) == Tables.OwnBids(lots),
            "own bids are as the journal has them");
        Assert.Contains(
            "version 4, as it was made", await CommandLine.RunAsync(["db", "status", .. databases.Options]));
    }
}
