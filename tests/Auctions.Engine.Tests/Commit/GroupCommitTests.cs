using Auctions.Core;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>What was decided while a write was on its way goes to the shard together.</summary>
public sealed class GroupCommitTests
{
    [Fact]
    public async Task What_waits_goes_in_one_append_and_only_then_is_answered()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var appends = Valve.On(house, JournalOperation.Append);
        var first = house.BidAsync(id, "A", 20_00);
        var onItsWay = await appends.TakeAsync();
        var behind = Enumerable.Range(1, 30).Select(bid => house.BidAsync(id, $"B{bid}", 1_000_00 * bid)).ToArray();
        Assert.False(first.IsCompleted);
        onItsWay.CarryOut();
        Assert.False(first.IsCompleted);
        onItsWay.Answer();
        Expect.Accepted(2, await first);
        var next = await appends.TakeAsync();
        Assert.Equal((3, 32), (Assert.Single(next.Segments).FirstSequence, next.Segments[0].LastSequence));
        Assert.All(behind, bid => Assert.False(bid.IsCompleted));
        next.Answer();
        Assert.All(await Task.WhenAll(behind), answer => Expect.Accepted(answer));
        Assert.Empty(appends.Kept);
    }

    [Fact]
    public async Task Auctions_of_a_shard_share_an_append()
    {
        await using var house = await House.OpenAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => house.CreateAsync()));
        var appends = Valve.On(house, JournalOperation.Append);
        var first = house.BidAsync(ids[0], "A", 20_00);
        var onItsWay = await appends.TakeAsync();
        var others = ids.Select(id => house.BidAsync(id, "B", 90_00)).ToArray();
        onItsWay.Answer();
        await first;
        var shared = await appends.TakeAsync();
        Assert.Equal(ids.ToHashSet(), shared.Auctions.ToHashSet());
        Assert.Equal(10, shared.Segments.Count);
        shared.Answer();
        Assert.All(await Task.WhenAll(others), answer => Expect.Accepted(answer));
    }

    [Fact]
    public async Task A_write_is_bounded_in_bytes_and_everybody_gets_a_turn()
    {
        await using var house = await House.OpenAsync(options =>
        {
            options.SegmentBytesMax = 1_000;
            options.BatchBytesMax = 2_000;
        });
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => house.CreateAsync()));
        var appends = Valve.On(house, JournalOperation.Append);
        var first = house.BidAsync(ids[0], "A", 20_00);
        var onItsWay = await appends.TakeAsync();
        var bids = ids.SelectMany(id => Enumerable.Range(1, 40).Select(
            bid => house.BidAsync(id, $"B{bid}", 1_000_00 * bid))).ToArray();
        onItsWay.Answer();
        var seen = new HashSet<AuctionId>();
        for (var write = 0; write < 6; write++)
        {
            var next = await appends.TakeAsync();
            Assert.InRange(next.Segments.Sum(segment => segment.Payload.Length), 1, 2_000);
            seen.UnionWith(next.Auctions);
            next.Answer();
        }

        Assert.Equal(6, seen.Count);
        appends.Open();
        Assert.All(await Task.WhenAll(bids), answer => Expect.Accepted(answer));
        await first;
    }

    [Fact]
    public async Task Shards_do_not_wait_for_each_other()
    {
        await using var house = await House.OpenAsync(shards: 2);
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => house.CreateAsync()));
        var slow = ids.First(id => ShardOf(house, id) == 0);
        var fast = ids.First(id => ShardOf(house, id) == 1);
        var appends = new List<JournalCall>();
        house.Journal.Deliver = call =>
        {
            if (call is { Operation: JournalOperation.Append, Shard: 0 })
            {
                appends.Add(call);
            }
            else
            {
                call.Answer();
            }
        };
        var waiting = house.BidAsync(slow, "A", 20_00);
        Expect.Accepted(await house.BidAsync(fast, "A", 20_00));
        await House.Until(() => appends.Count == 1);
        Assert.False(waiting.IsCompleted);
        appends[0].Answer();
        Expect.Accepted(await waiting);
    }

    [Fact]
    public async Task No_view_shows_what_is_on_its_way()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var appends = Valve.On(house, JournalOperation.Append);
        var bid = house.BidAsync(id, "A", 20_00);
        var onItsWay = await appends.TakeAsync();
        Assert.Equal(1, (await house.ViewAsync(id)).Sequence);
        onItsWay.CarryOut();
        Assert.Equal(1, (await house.ViewAsync(id)).Sequence);
        onItsWay.Answer();
        await bid;
        Assert.Equal(house.Stored(id), await house.ViewAsync(id));
    }

    private static int ShardOf(House house, AuctionId id) => house.Journal.TryGetShard(id, out var shard) ? shard : -1;
}
