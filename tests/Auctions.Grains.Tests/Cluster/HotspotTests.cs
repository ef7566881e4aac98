using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Grains.Hotspots;
using Auctions.Grains.Tests.Support;

namespace Auctions.Grains.Tests;

/// <summary>What is hot on all silos comes together, whatever silos come and go.</summary>
[Trait("Category", "Long")]
public sealed class HotspotTests : IAsyncLifetime
{
    // A frame that is made up to half a second late has bids of the second after its own.
    private const int Late = 1;

    private readonly HotHouse _house = new();

    public Task InitializeAsync() => _house.InitializeAsync();

    public Task DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task The_sums_of_three_silos_are_right_while_one_leaves_and_another_joins()
    {
        var ids = await CreateAsync(12);
        var start = _house.Now - Late;
        using var stopping = new CancellationTokenSource();
        var bidding = ids.Select((id, lot) => BidUntilAsync(id, (uint)lot + 11, stopping.Token)).ToArray();
        await FramesAsync(start, frames => frames.Sum(frame => frame.Bids) > 100);
        await _house.ReplaceSiloOfAsync(ids[0], gracefully: true);
        var joined = _house.Now;
        await FramesAsync(joined, frames => frames.Sum(frame => frame.Bids) > 100);
        await stopping.CancelAsync();
        var accepted = await Task.WhenAll(bidding);

        var frames = await FramesAsync(start, frames => frames.Sum(frame => frame.Bids) >= accepted.Sum());
        Assert.Equal(accepted.Sum(), frames.Sum(frame => frame.Bids));
        var sum = HeatMerge.Merge(frames.ToList(), start, 900);
        Assert.Equal(
            ids.Zip(accepted, (id, count) => (id.Value, (long)count)).Order(),
            sum.Top.Where(heat => heat.Bids > 0).Select(heat => (heat.Auction, heat.Bids)).Order());
        Assert.Equal(accepted.Sum(), sum.Shards.Sum(shard => shard.Bids));
        Assert.Equal(4, sum.Processes.Count);
    }

    [Fact]
    public async Task Killing_the_silo_that_gathers_loses_nothing_that_was_gathered_and_of_the_others_no_bid()
    {
        var ids = await CreateAsync(6);
        var start = _house.Now - Late;
        using var stopping = new CancellationTokenSource();
        var bidding = ids.Select((id, lot) => BidUntilAsync(id, (uint)lot + 11, stopping.Token)).ToArray();
        var before = await FramesAsync(start, frames => frames.Count >= 3 && frames.Sum(frame => frame.Bids) > 50);
        string?[] homes = [];
        await GrainHouse.Until(() => (homes = [.. ids.Select(_house.HomeOf)]).All(home => home is not null));
        var killed = await _house.KillGathererAsync();
        await FramesAsync(_house.Now, frames => frames.Count >= 3);
        await stopping.CancelAsync();
        var accepted = await Task.WhenAll(bidding);

        // A process that had no processor for a while has one frame for several seconds: bids are compared.
        var survived = ids.Zip(accepted).Where((_, lot) => homes[lot] != killed)
            .Select(lot => (lot.First.Value, (long)lot.Second)).Order().ToArray();
        IReadOnlyList<(Guid, long)> Counted(IReadOnlyList<HeatFrame> frames) =>
        [
            .. survived.Select(lot => (lot.Value, frames.SelectMany(frame => frame.Top)
                .Where(heat => heat.Auction == lot.Value).Sum(heat => heat.Bids))),
        ];
        await FramesAsync(start, frames => Counted(frames).Sum(lot => lot.Item2) >= survived.Sum(lot => lot.Item2));
        var after = await _house.FramesSinceAsync(start);
        Assert.Equal(survived, Counted(after));
        var bids = after.ToDictionary(frame => frame.Start, frame => frame.Bids);
        Assert.All(before, frame => Assert.True(
            bids.GetValueOrDefault(frame.Start) >= frame.Bids,
            $"{frame.Start}: {frame.Bids} bids, and {bids.GetValueOrDefault(frame.Start)} afterwards"));
    }

    [Fact]
    public async Task A_hot_auction_is_moved_to_another_silo_and_loses_no_bid()
    {
        var id = Assert.Single(await CreateAsync(1));
        var start = _house.Now - Late;
        using var stopping = new CancellationTokenSource();
        var bidding = BidUntilAsync(id, 11, stopping.Token);
        await FramesAsync(start, frames => frames.Sum(frame => frame.Bids) > 20);
        var home = _house.HomeOf(id);
        var remedy = new Remedy(RemedyKind.Migrate, id, "Its silo is hot.");
        RemedyReport plan = new(null, [], IsDone: false);
        await GrainHouse.Until(async () =>
            (plan = await _house.Hotspots.PlanAsync(remedy, default)).Refusal is not GrainHotspots.NothingDone);
        Assert.Equal((null, false), (plan.Refusal, plan.IsDone));
        Assert.Equal(home, _house.HomeOf(id));

        var target = _house.SiloNames.First(silo => silo != home);
        var report = await _house.Hotspots.ApplyAsync(remedy with { Process = target }, "operator", default);
        Assert.True(report.IsDone, report.Refusal);

        // It is there before the first call reaches it, with which it is opened.
        await GrainHouse.Until(() => _house.HomeOf(id) == target);
        var moved = await FramesAsync(
            _house.Now, frames => frames.Any(frame => frame.Top.Exists(heat => heat.Process == target)));
        await stopping.CancelAsync();
        var accepted = await bidding;
        Assert.Equal(accepted, _house.Stored(id).BidCount);
        Assert.Equal(
            [("hotspot.migrate", "done", "operator"), ("hotspot.migrate", "begun", "operator")],
            (await _house.History.AuditedAsync(id.ToString(), 10, default))
                .Select(entry => (entry.Action, entry.Outcome, entry.Actor)));
        var marks = await _house.History.MarksAsync(start, _house.Now + 1, default);
        Assert.Contains(marks, mark => mark.Kind == HeatMarkKind.Remedy && mark.Auction == id.Value);
    }

    [Fact]
    public async Task A_migration_that_cannot_be_is_refused_and_nothing_is_audited()
    {
        var id = Assert.Single(await CreateAsync(1));
        var home = _house.HomeOf(id)!;
        foreach (var process in new[] { home, "silo 127.0.0.1:1@1" })
        {
            var report = await _house.Hotspots.ApplyAsync(
                new Remedy(RemedyKind.Migrate, id, "A try.") { Process = process }, "operator", default);
            Assert.NotNull(report.Refusal);
            Assert.False(report.IsDone);
        }

        Assert.Empty(await _house.History.AuditedAsync(null, 10, default));
    }

    [Fact]
    public async Task A_remedy_may_take_longer_than_other_calls()
    {
        var id = Assert.Single(await CreateAsync(1));
        _house.MoverTakes = 1.5 * new GrainOptions().CallDeadline;
        var remedy = new Remedy(RemedyKind.Pin, id, "Its shard is hot.") { Shard = 1 };
        var plan = await _house.Hotspots.PlanAsync(remedy, default);
        Assert.Equal("A journal in memory moves nothing.", plan.Refusal);
        var report = await _house.Hotspots.ApplyAsync(remedy, "operator", default);
        Assert.Equal("A journal in memory moves nothing.", report.Refusal);
    }

    private async Task<AuctionId[]> CreateAsync(int count)
    {
        var ids = new AuctionId[count];
        for (var lot = 0; lot < count; lot++)
        {
            ids[lot] = await _house.CreateAsync();
        }

        return ids;
    }

    private async Task<IReadOnlyList<HeatFrame>> FramesAsync(long since, Func<IReadOnlyList<HeatFrame>, bool> areThere)
    {
        IReadOnlyList<HeatFrame> frames = [];
        await GrainHouse.Until(async () =>
            areThere(frames = (await _house.Hotspots.ReadAsync(new HeatQuery(1, since, 900), default)).Frames));
        return frames;
    }

    // Above every increment.
    private static long AmountOf(int bids) => 1_000_00L * (1 + bids);

    // A bid whose outcome is unknown is placed again with its key. Answers how many were accepted.
    private async Task<int> BidUntilAsync(AuctionId id, uint bidder, CancellationToken stopping)
    {
        var accepted = 0;
        while (!stopping.IsCancellationRequested)
        {
            Answer answer;
            do
            {
                answer = await _house.BidAsync(id, AmountOf(accepted), bidder);
                Assert.IsNotType<RefusedAnswer>(answer);
            }
            while (answer is not BidAnswer);
            accepted++;
        }

        return accepted;
    }
}
