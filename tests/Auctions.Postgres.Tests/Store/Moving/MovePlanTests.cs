using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.Postgres.Moving;
using Auctions.Storage.Postgres.Schema;
using Auctions.Storage.Sqlite;
using Auctions.Storage.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Auctions.Postgres.Tests.Store.Moving;

/// <summary>What a move says before it begins, and what it refuses.</summary>
[Trait("Category", "Long")]
public sealed class MovePlanTests
{
    [Fact]
    public async Task A_plan_says_how_much_there_is_and_changes_nothing()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        await owner.WriteAsync(moved.Store.Journal, owner.Bid(3));
        await Until.TrueAsync(
            async () => (await moved.ListAsync()).Single().BidCount == 3, "the bids are listed");
        var plan = await moved.Store.Mover.PlanAsync(owner.Id, 2, default);
        var bytes = owner.Made.Sum(segment => segment.Payload.Length);
        Assert.Equal(new MovePlan(owner.Id, 0, 2, Segments: 2, bytes, Bids: 3, Refusal: null), plan);
        await owner.WriteAsync(moved.Store.Journal, owner.Bid());
    }

    [Fact]
    public async Task What_cannot_be_moved_is_refused_with_what_to_do()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        var soon = await moved.StartAuctionAsync(closesAt: moved.Store.Clock.Now.AddSeconds(5));
        var begun = await Activation.OpenAsync(moved.Store.Journal, moved.Store.Journal.IdOn(0));
        var unknown = Given.Id();
        Assert.Contains("is on shard 0 already", await RefusalAsync(moved.Store.Mover, owner.Id, 0));
        Assert.Contains(
            "There is no shard 3; the store has 0 to 2", await RefusalAsync(moved.Store.Mover, owner.Id, 3));
        Assert.Contains("There is no shard -1", await RefusalAsync(moved.Store.Mover, owner.Id, -1));
        Assert.Contains(
            $"\"auctions shards pin {unknown} 1\"", await RefusalAsync(moved.Store.Mover, unknown, 1));
        Assert.Contains("is not created yet", await RefusalAsync(moved.Store.Mover, begun.Id, 1));
        var tooLate = await Assert.ThrowsAsync<AuctionNotMovedException>(() => moved.MoveAsync(soon.Id, 1));
        Assert.Contains("ends in less than 10 s", tooLate.Message);
        await soon.WriteAsync(moved.Store.Journal, soon.Bid());

        var nowhere = new NpgsqlConnectionStringBuilder(moved.Databases.Shards[1]) { Port = 1 }.ConnectionString;
        var settings = moved.Databases.Settings with
        {
            Shards = [moved.Databases.Shards[0], nowhere, moved.Databases.Shards[2]],
        };
        Assert.Contains(
            "cannot be asked, so nothing was done",
            await RefusalAsync(new PostgresMover(settings, TimeProvider.System), owner.Id, 1));
        await owner.WriteAsync(moved.Store.Journal, owner.Bid());
    }

    [Fact]
    public async Task A_login_of_servers_may_not_move_auctions()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        const string AsWriter = ";Options=-c role=auctions_writer";
        var settings = moved.Databases.Settings with
        {
            Meta = moved.Databases.Meta + AsWriter,
            Shards = [.. moved.Databases.Shards.Select(shard => shard + AsWriter)],
        };
        Assert.Contains(
            "use the connection strings of who migrates",
            await RefusalAsync(new PostgresMover(settings, TimeProvider.System), owner.Id, 1));
    }

    [Fact]
    public async Task An_auction_that_exists_can_be_pinned_only_where_it_lives()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        await moved.MoveAsync(owner.Id, 1);
        var refused = await Assert.ThrowsAsync<StorageException>(
            () => ShardPlan.PinAsync(moved.Databases.Settings, owner.Id, 0, default));
        Assert.Contains("has begun on shard 1", refused.Message);
        Assert.Contains($"auctions shards move {owner.Id} 0", refused.Message);
        await ShardPlan.PinAsync(moved.Databases.Settings, owner.Id, 1, default);
    }

    [Fact]
    public async Task A_move_that_stopped_is_named_by_the_status_of_its_shard()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        await moved.DieAsync(owner.Id, 1, MoveStep.Fenced);
        var reports = await Deployment.ExamineAsync(moved.Databases.Settings, default);
        Assert.Contains($"\"auctions shards move {owner.Id} 1\" ends it", Assert.Single(reports[1].Notes));
        Assert.All(reports, report => Assert.Null(report.Problem));
        await moved.MoveAsync(owner.Id, 1);
        Assert.All(
            await Deployment.ExamineAsync(moved.Databases.Settings, default), report => Assert.Empty(report.Notes));
    }

    [Fact]
    public async Task What_is_left_of_something_else_on_the_other_shard_is_not_taken_for_a_copy()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await moved.StartAuctionAsync();
        await owner.WriteAsync(moved.Store.Journal, owner.Bid("A", 5_00, "1"));
        await moved.DieAsync(owner.Id, 1, MoveStep.Copied);
        await Servers.RunAsync(
            moved.Databases.Shards[1],
            "update auctions.segment set payload = payload || 'x' where first_sequence = 2");
        var refused = await Assert.ThrowsAsync<AuctionNotMovedException>(() => moved.MoveAsync(owner.Id, 1));
        Assert.Contains("Shard 1 has something else", refused.Message);
        await owner.WriteAsync(moved.Store.Journal, owner.Bid("A", 6_00, "2"));
    }

    [Fact]
    public async Task Files_are_not_moved_and_it_is_said_why()
    {
        var directory = Directory.CreateTempSubdirectory();
        await using (var store = SqliteStore.Open(
            new SqliteStoreOptions(directory.FullName),
            new Engine.AuctionClock(TimeProvider.System),
            NullLoggerFactory.Instance))
        {
            var id = store.Journal.IdOn(1);
            var plan = await store.Mover.PlanAsync(id, 2, default);
            Assert.Equal((1, 2), (plan.From, plan.To));
            Assert.Contains("use PostgreSQL", plan.Refusal);
            await Assert.ThrowsAsync<AuctionNotMovedException>(() => store.Mover.MoveAsync(id, 2, null, default));
        }

        directory.Delete(recursive: true);
    }

    private static async Task<string?> RefusalAsync(IAuctionMover mover, Core.AuctionId id, int shard)
    {
        var plan = await mover.PlanAsync(id, shard, default);
        var refused = await Assert.ThrowsAsync<AuctionNotMovedException>(
            () => mover.MoveAsync(id, shard, null, default));
        Assert.Equal(plan.Refusal, refused.Message);
        return plan.Refusal;
    }
}
