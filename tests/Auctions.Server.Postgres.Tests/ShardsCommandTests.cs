using Auctions.Postgres.Tests;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Postgres.Tests;

/// <summary><c>auctions shards</c> on PostgreSQL, as a process beside a running one.</summary>
[Trait("Category", "Long")]
public sealed class ShardsCommandTests
{
    [Fact]
    public async Task An_auction_is_moved_while_a_store_is_in_use_and_first_it_is_said_what_would_be_done()
    {
        await using var moved = await MovedStore.OpenAsync();
        var id = await moved.AddAuctionAsync(bids: 3);
        string[] move = ["shards", "move", $"{id}", "2"];

        var plan = await CommandLine.RunAsync([.. move, "--dry-run", .. moved.Databases.Options]);

        // Bids are those that lists show, which may be a moment behind.
        var planned = $"^auction {id}: shard 0 to shard 2, 2 segments, [0-9]+ bytes, [0-9] bids\n?$";
        Assert.Matches(planned, plan);
        Assert.True(moved.Store.Journal.TryGetShard(id, out var before) && before == 0);

        var lines = (await CommandLine.RunAsync([.. move, .. moved.Databases.Options])).Split('\n');
        Assert.Matches(planned, lines[0]);
        Assert.Equal(
            [
                "2 segments copied to shard 2 while bids go on",
                "shard 2 has all of it",
                "the slot map names shard 2, version 2",
            ],
            lines[1..4]);
        Assert.Matches("^moved; nobody could bid on it for [0-9]+ ms; slot map version 2, which ", lines[4]);
        await MovedStore.KnownAsync(moved.Databases.Meta, moved.Store, id, 2);
        Assert.Contains(
            "1 pins, 1 auctions", await CommandLine.RunAsync(["shards", "list", .. moved.Databases.Options]));
        await moved.VerifyAsync(auctions: 1);
    }
}
