using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Moving;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests.Store.Moving;

/// <summary>Moves whose process was killed after one of their steps.</summary>
[Trait("Category", "Long")]
public sealed class MoveCrashTests
{
    public static TheoryData<int> Steps => [.. Enum.GetValues<MoveStep>().Select(step => (int)step)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task The_same_command_ends_what_was_begun(int step)
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await BidOnAsync(moved);
        await moved.DieAsync(owner.Id, 1, (MoveStep)step);
        await AssertUnharmedAsync(moved, owner, (MoveStep)step);
        var plan = await moved.Mover().PlanAsync(owner.Id, 1, default);
        if ((MoveStep)step == MoveStep.Pinned)
        {
            Assert.Contains("is on shard 1 already", plan.Refusal);
        }
        else
        {
            Assert.Null(plan.Refusal);
            await moved.MoveAsync(owner.Id, 1);
        }

        await AssertLivesOnAsync(moved, owner, 1);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Asked_for_the_shard_it_came_from_it_is_taken_back(int step)
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await BidOnAsync(moved);
        await moved.DieAsync(owner.Id, 1, (MoveStep)step);
        if ((MoveStep)step == MoveStep.Copied)
        {
            Assert.Contains(
                "is on shard 0 already", (await moved.Mover().PlanAsync(owner.Id, 0, default)).Refusal);
        }
        else
        {
            await moved.MoveAsync(owner.Id, 0);
        }

        await AssertLivesOnAsync(moved, owner, 0);
        await moved.MoveAsync(owner.Id, 1);
        await AssertLivesOnAsync(moved, owner, 1);
    }

    [Fact]
    public async Task A_move_that_stopped_keeps_it_from_a_third_shard_until_it_has_arrived()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await BidOnAsync(moved);
        await moved.DieAsync(owner.Id, 1, MoveStep.Fenced);
        var refused = await Assert.ThrowsAsync<AuctionNotMovedException>(() => moved.MoveAsync(owner.Id, 2));
        Assert.Contains($"\"auctions shards move {owner.Id} 1\"", refused.Message);
        await moved.DieAsync(owner.Id, 1, MoveStep.Arrived);
        await moved.MoveAsync(owner.Id, 2);
        await AssertLivesOnAsync(moved, owner, 2);
    }

    [Theory]
    [InlineData((int)MoveStep.Copied, 0)]
    [InlineData((int)MoveStep.Fenced, 0)]
    [InlineData((int)MoveStep.Fenced, 2)]
    [InlineData((int)MoveStep.Arrived, 0)]
    [InlineData((int)MoveStep.Arrived, 2)]
    [InlineData((int)MoveStep.Unlisted, 2)]
    public async Task A_move_that_stood_still_does_nothing_more_once_another_went_on(int step, int shard)
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await BidOnAsync(moved);
        var late = new PostgresMover(moved.Databases.Settings, TimeProvider.System)
        {
            Reached = async reached =>
            {
                if (reached == (MoveStep)step)
                {
                    if (reached < MoveStep.Arrived)
                    {
                        await moved.DieAsync(owner.Id, 1, shard == 2 ? MoveStep.Pinned : MoveStep.Fenced);
                    }

                    await moved.MoveAsync(owner.Id, shard);
                }
            },
        };
        await Assert.ThrowsAsync<AuctionNotMovedException>(() => late.MoveAsync(owner.Id, 1, null, default));
        await AssertLivesOnAsync(moved, owner, shard);
    }

    [Fact]
    public async Task Where_the_other_shard_fails_in_the_pause_it_stays_and_bids_go_on()
    {
        await using var moved = await MovedStore.OpenAsync();
        var owner = await BidOnAsync(moved);
        var mover = new PostgresMover(moved.Databases.Settings, TimeProvider.System)
        {
            Reached = step => step == MoveStep.Fenced
                ? Servers.RunAsync(moved.Databases.Shards[1], "alter table auctions.snapshot rename to hidden")
                : Task.CompletedTask,
        };
        var failed = await Assert.ThrowsAsync<AuctionNotMovedException>(
            () => mover.MoveAsync(owner.Id, 1, null, default));
        Assert.Contains("It stays on shard 0, where bids go on", failed.Message);
        await Servers.RunAsync(moved.Databases.Shards[1], "alter table auctions.hidden rename to snapshot");
        await AssertLivesOnAsync(moved, owner, 0);
    }

    private static async Task<Activation> BidOnAsync(MovedStore moved)
    {
        var owner = await moved.StartAuctionAsync();
        for (var bid = 1; bid <= 3; bid++)
        {
            await owner.WriteAsync(moved.Store.Journal, owner.Bid("A", bid * 5_00, $"{bid}"));
        }

        return owner;
    }

    // Whatever step it died at: it is listed once, with what was acknowledged.
    private static async Task AssertUnharmedAsync(MovedStore moved, Activation owner, MoveStep step)
    {
        var view = AuctionView.Of(owner.Auction.State);
        var listed = Assert.Single(await moved.ListAsync());
        Assert.Equal((view.Id, view.Status, view.ClosesAt), (listed.Id, listed.Status, listed.ClosesAt));
        var own = Assert.Single(
            (await moved.Store.ReadModels.OwnBidsAsync(Given.Person("A"), null, 100, default)).Items);
        Assert.Equal((3, 15_00, 4L), (own.Bids, own.Maximum, own.LastSequence));
        if (step is not (MoveStep.Copied or MoveStep.Pinned))
        {
            // Neither who has it nor who opens it now can write to it; and nobody hears that it does not exist.
            Assert.Equal(AppendStatus.Fenced, await owner.SendAsync(moved.Store.Journal, owner.Bid()));
            var engine = await moved.StartEngineAsync(moved.Store);
            Assert.Equal(view, Assert.IsType<ViewAnswer>(await engine.ViewAsync(owner.Id, 0, default)).View);
            var person = Given.Person("B");
            Assert.Equal(
                new UnavailableAnswer(Unavailability.Moving),
                await engine.SubmitAsync(
                    owner.Id, new PlaceBid(person, BidKey.Of(person, owner.Id, "x"), 90_00, engine.Now), default));
        }
    }

    private static async Task AssertLivesOnAsync(MovedStore moved, Activation last, int shard)
    {
        var journal = moved.Store.Journal;
        await MovedStore.KnownAsync(moved.Databases.Meta, moved.Store, last.Id, shard);
        var before = (await journal.BidsAsync(last.Id)).Count;
        var owner = await Activation.OpenAsync(journal, last.Id, create: false);
        Assert.Equal(before, owner.Auction.Bids.Count);
        Assert.Equal(before + 1L, owner.Sequence);
        await owner.WriteAsync(journal, owner.Bid("A", 50_00 * (before + 1), $"next {before}"));
        await journal.ReleaseAsync(shard, [owner.Claim], default);
        Assert.Equal(AuctionView.Of(owner.Auction.State), Assert.Single(await moved.ListAsync()));
        await Until.TrueAsync(
            async () => await Servers.ReadAsync<long>(
                moved.Databases.Shards[shard],
                $"select coalesce(sum(bids), 0)::bigint from auctions.own_bids where auction_id = '{last.Id}'") ==
                before + 1,
            "own bids are taken in, each once");
        var own = Assert.Single(
            (await moved.Store.ReadModels.OwnBidsAsync(Given.Person("A"), null, 100, default)).Items);
        Assert.Equal((before + 1, owner.Sequence), (own.Bids, own.LastSequence));
        await moved.VerifyAsync(auctions: 1);
    }
}
