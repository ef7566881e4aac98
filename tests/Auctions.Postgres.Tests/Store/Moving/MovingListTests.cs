using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Postgres.Tests.Store.Moving;

/// <summary>Lists of several shards, not read at one moment, while an auction moves between two of them.</summary>
[Trait("Category", "Long")]
public sealed class MovingListTests
{
    [Fact]
    public async Task One_that_came_after_its_new_shard_was_read_and_left_before_its_old_one_was_is_listed()
    {
        await using var moved = await MovedStore.OpenAsync();
        var id = await moved.AddAuctionAsync(bids: 3);
        await using var old = new Proxy(moved.Databases.Shards[0]);
        await using var next = new Proxy(moved.Databases.Shards[1]);
        await using var store = await moved.Databases.OpenAsync(moved.Databases.Settings with
        {
            Shards = [old.Connection, next.Connection, moved.Databases.Shards[2]],
            Projects = false,
        });
        Assert.Equal([id], await ListAsync());

        var released = new TaskCompletionSource();
        old.Requests = async () =>
        {
            await released.Task;
            return Passage.Pass;
        };
        var replied = next.Replied;
        var listing = ListAsync();
        await Until.TrueAsync(() => next.Replied > replied, "the new shard is read");
        await moved.MoveAsync(id, 1);
        Assert.False(listing.IsCompleted);
        released.SetResult();
        Assert.Equal([id], await listing);
        Assert.Equal([id], await ListAsync());

        async Task<AuctionId[]> ListAsync()
        {
            var page = await store.ReadModels.ListAsync(
                new AuctionQuery(null, null, null, 100, store.Clock.Now), default);
            Assert.Empty(page.MissingShards);
            return [.. page.Items.Select(view => view.Id)];
        }
    }
}
