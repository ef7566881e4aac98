using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.Slots;
using Auctions.Storage.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Postgres.Tests.Store;

/// <summary>The slot map in the meta database, and what processes do when it changes.</summary>
[Trait("Category", "Long")]
public sealed class SlotTests
{
    [Fact]
    public async Task Slots_are_shared_out_and_every_process_knows_where_they_are()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 4);
        await using var store = await databases.OpenAsync();
        var (version, shards) = await ShardPlan.ReadAsync(databases.Settings, default);
        Assert.Equal(1, version);
        Assert.Equal(Slot.Count, shards.Sum(shard => shard.Slots));
        Assert.All(shards, shard => Assert.InRange(shard.Slots, 3_900, 4_300));
        var planned = SlotMap.Assign([1, 1, 1, 1]);
        for (var i = 0; i < 1_000; i++)
        {
            var id = Given.Id();
            Assert.True(planned.TryGetShard(id, out var expected));
            Assert.Equal(expected, store.Journal.ShardOf(id));
        }
    }

    [Fact]
    public async Task A_pinned_auction_lives_on_its_shard_for_all_that_run_already()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        await using var store = await databases.OpenAsync();
        var id = store.Journal.IdOn(0);
        Assert.Equal(2, await ShardPlan.PinAsync(databases.Settings, id, 1, default));
        await Until.TrueAsync(() => store.Journal.ShardOf(id) == 1, "the pin is known");
        var owner = await Activation.OpenAsync(store.Journal, id);
        await owner.WriteAsync(store.Journal, owner.Create());
        Assert.Equal(
            1L,
            await Servers.ReadAsync<long>(
                databases.Shards[1], $"select count(*) from auctions.segment where auction_id = '{id}'"));
        var begun = await Assert.ThrowsAsync<StorageException>(
            () => ShardPlan.PinAsync(databases.Settings, id, 0, default));
        Assert.Contains("has begun on shard 1", begun.Message);
        await Assert.ThrowsAsync<StorageException>(
            () => ShardPlan.PinAsync(databases.Settings, Given.Id(), 2, default));
    }

    [Fact]
    public async Task A_slot_that_moved_is_written_by_nobody_who_knows_and_its_auction_leaves_memory()
    {
        using var shards = new ShardDatabases(new AuctionClock(TimeProvider.System), shards: 2);
        await using var auctions = MakeEngine(shards.Journal);
        await auctions.StartAsync(default);
        var id = await CreateAsync(auctions, shards.Journal);
        Assert.IsType<BidAnswer>(await BidAsync(auctions, id, 5_00));
        var owner = await Activation.OpenAsync(shards.Journal, shards.Journal.IdOn(0));

        shards.Slots.Map = SlotMap.Load(Enumerable.Range(0, Slot.Count).Select(slot => (slot, 1)), 2, version: 2);
        Assert.Equal(
            [AppendStatus.Fenced], await shards.Journal.AppendAsync(0, [owner.Create()], default));
        Assert.Equal(new UnavailableAnswer(Unavailability.Moving), await BidAsync(auctions, id, 6_00));
        await Until.TrueAsync(() => auctions.Process.Active(id) is null, "the auction leaves memory");
        Assert.Equal(1L, await shards.ReadAsync<long>(0, "select count(*) from auctions.head where bid_count = 1"));

        // What lives on the other shard now is asked there: nothing was copied, so there is nothing.
        Assert.Equal(
            new RefusedAnswer(Refusal.UnknownAuction),
            Assert.IsType<RefusedAnswer>(await BidAsync(auctions, id, 6_00)));
    }

    [Fact]
    public async Task An_unknown_slot_fails_closed()
    {
        using var shards = new ShardDatabases(new AuctionClock(TimeProvider.System), shards: 1);
        await using var auctions = MakeEngine(shards.Journal);
        await auctions.StartAsync(default);
        var id = await CreateAsync(auctions, shards.Journal);
        shards.Slots.Map = SlotMap.Load(
            Enumerable.Range(0, Slot.Count).Where(slot => slot != Slot.Of(id)).Select(slot => (slot, 0)),
            shardCount: 1,
            version: 2);
        Assert.False(shards.Journal.TryGetShard(id, out _));
        Assert.Equal(new UnavailableAnswer(Unavailability.ShardUnavailable), await BidAsync(auctions, id, 5_00));
        await Until.TrueAsync(() => auctions.Process.Active(id) is null, "the auction leaves memory");
    }

    private static LocalAuctions MakeEngine(IJournal journal) => new(
        journal,
        new AuctionClock(TimeProvider.System),
        Microsoft.Extensions.Options.Options.Create(EngineOnJournal.Patient),
        NullLogger<LocalAuctions>.Instance);

    // On shard 0: its id is the engine's choice, so as often as it takes.
    private static async Task<AuctionId> CreateAsync(LocalAuctions auctions, IJournal journal)
    {
        for (UInt128 key = 1; ; key++)
        {
            var terms = Given.Terms(closesAt: auctions.Now.AddDays(1));
            var answer = await auctions.CreateAsync(
                new AuctionRequest("seller", key, BodyHash: 1, terms, OpensNow: true), default);
            var id = Assert.IsType<ViewAnswer>(answer).View.Id;
            if (journal.ShardOf(id) == 0)
            {
                return id;
            }
        }
    }

    private static ValueTask<Answer> BidAsync(LocalAuctions auctions, AuctionId id, long amount)
    {
        var person = Given.Person("A");
        return auctions.SubmitAsync(
            id, new PlaceBid(person, BidKey.Of(person, id, $"{amount}"), amount, auctions.Now), default);
    }
}
