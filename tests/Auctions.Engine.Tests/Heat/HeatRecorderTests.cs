using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Heat;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>What an engine counts and times of its bids, by auction.</summary>
[Trait("Category", "Long")]
public sealed class HeatRecorderTests
{
    [Fact]
    public async Task Bids_refusals_and_repeats_are_counted_by_auction()
    {
        await using var house = await House.OpenAsync();
        var ids = new[] { await house.CreateAsync(), await house.CreateAsync() };
        house.Auctions.Heat.Start();
        Expect.Accepted(2, await house.BidAsync(ids[0], "A", 20_00));
        Expect.Accepted(3, await house.BidAsync(ids[0], "B", 50_00));
        Expect.Accepted(2, await house.BidAsync(ids[1], "A", 20_00));
        Expect.Refused(Refusal.BelowMinimum, await house.BidAsync(ids[0], "C", 1));
        var again = new PlaceBid(Given.Person("A"), new BidKey(77), 90_00, house.Now);
        await house.Auctions.SubmitAsync(ids[1], again, default);
        await house.Auctions.SubmitAsync(ids[1], again, default);
        var frame = Take(house);
        Assert.Equal((4, 1, 0, 1), (frame.Bids, frame.Refusals, frame.TurnedAway, frame.Repeats));
        Assert.Equal(2, frame.Auctions);
        Assert.Equal(6, frame.TurnsByBand.Sum());
        Assert.Equal([(ids[0].Value, 2L, 1L, 0L), (ids[1].Value, 2L, 0L, 1L)], frame.Top
            .OrderBy(heat => heat.Auction != ids[0].Value)
            .Select(heat => (heat.Auction, heat.Bids, heat.Refusals, heat.Repeats)));
        Assert.All(frame.Top, heat => Assert.Equal((0, "here"), (heat.Shard, heat.Process)));
        Assert.Equal(4, Assert.Single(frame.Shards).Bids);
    }

    [Fact]
    public async Task A_frame_holds_what_happened_since_the_one_before()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        house.Auctions.Heat.Start();
        await house.BidAsync(id, "A", 20_00);
        Assert.Equal(1, Take(house).Bids);
        Assert.Equal(0, Take(house).Bids);
        await house.BidAsync(id, "B", 50_00);
        var frame = Take(house);
        Assert.Equal(1, frame.Bids);
        Assert.Equal(1, Assert.Single(frame.Top).Bids);
    }

    [Fact]
    public async Task Nothing_piles_up_where_nobody_makes_frames()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        await house.BidAsync(id, "A", 20_00);
        Assert.Equal(0, Take(house).Turns);
    }

    [Fact]
    public async Task The_time_of_a_write_is_in_commit_in_the_flush_lag_and_nowhere_else()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        house.Auctions.Heat.Start();
        var appends = Valve.On(house, JournalOperation.Append);
        var bid = house.BidAsync(id, "A", 20_00);
        var write = await appends.TakeAsync();
        house.Time.Advance(TimeSpan.FromMilliseconds(30));
        write.Answer();
        Expect.Accepted(2, await bid);
        var heat = Assert.Single(Take(house).Top);
        Assert.InRange(heat.Parts.Commit.Quantile(1)!.Value.TotalMilliseconds, 30, 37.5);
        Assert.Equal(30_000, heat.FlushLagMicroseconds);
        Assert.All(
            [heat.Parts.Queue, heat.Parts.Decide, heat.Parts.Reply],
            part => Assert.InRange(part.Quantile(1)!.Value.TotalMicroseconds, 0, 2));
        Assert.Equal(1, heat.QueueDepth);
    }

    [Fact]
    public async Task The_first_bids_of_a_second_are_timed_and_then_a_share_that_stands_for_all()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        house.Auctions.Heat.Start();
        var bids = HeatRecorder.TimedFirst + (3 * HeatRecorder.TimedEvery);
        for (var bid = 1; bid <= bids; bid++)
        {
            Expect.Accepted(await house.BidAsync(id, $"B{bid}", bid * 10_000_00L));
        }

        var heat = Assert.Single(Take(house).Top);
        Assert.Equal(bids, heat.Bids);
        Assert.Equal(bids, heat.Parts.Decide.Count);
        Assert.Equal(bids, heat.Parts.Commit.Count);
    }

    [Fact]
    public async Task A_bid_that_finds_no_room_is_turned_away_and_the_depth_of_the_queue_is_told()
    {
        await using var house = await House.OpenAsync(options => options.QueueDepthMax = 2);
        var id = await house.CreateAsync();
        house.Auctions.Heat.Start();
        var appends = Valve.On(house, JournalOperation.Append);
        var first = house.BidAsync(id, "A", 1_000_00);
        var write = await appends.TakeAsync();
        var second = house.BidAsync(id, "B", 2_000_00);
        Expect.Unavailable(Unavailability.Busy, await house.BidAsync(id, "C", 3_000_00));
        write.Answer();
        (await appends.TakeAsync()).Answer();
        await Task.WhenAll(first, second);
        var heat = Assert.Single(Take(house).Top);
        Assert.Equal((2, 1, 2), (heat.Bids, heat.TurnedAway, heat.QueueDepth));
    }

    [Fact]
    public async Task Nothing_is_allocated_for_the_turn_of_a_bid()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        Expect.Accepted(2, await house.BidAsync(id, "A", 20_00));
        var refused = new PlaceBid(Given.Person("B"), new BidKey(5), 1, house.Now);
        const int Bids = 10_000;
        var (without, with) = (0L, 1L);

        // Until all of it is compiled for good, some of it may allocate more than it will.
        for (var attempt = 0; attempt < 50 && with != without; attempt++)
        {
            house.Auctions.Heat.Stop();
            without = Allocated(house, id, refused, Bids);
            house.Auctions.Heat.Start();

            // What is made once is used again in every second that follows.
            for (var second = 0; second < 3; second++)
            {
                with = Allocated(house, id, refused, Bids);
                Assert.Equal(Bids, Take(house).Refusals);
            }
        }

        Assert.Equal(without, with);
    }

    [Fact]
    public async Task A_closing_is_told()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Given.Terms(length: TimeSpan.FromMinutes(1)));
        house.Auctions.Heat.Start();
        Expect.Accepted(2, await house.BidAsync(id, "A", 20_00));
        Assert.False(Assert.Single(Take(house).Top).IsClosed);
        await house.PassUntil(() => Take(house).Top.Exists(heat => heat.IsClosed));
    }

    private static long Allocated(House house, AuctionId id, PlaceBid bid, int times)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < times; time++)
        {
            Assert.True(IsRefusedAtOnce(house.Auctions.SubmitAsync(id, bid, default)));
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static bool IsRefusedAtOnce(ValueTask<Answer> answer) =>
        answer.IsCompletedSuccessfully && answer.Result is RefusedAnswer;

    private static HeatFrame Take(House house)
    {
        var builder = new HeatFrameBuilder(0, new ProcessHeat { Name = "here", Kind = "server" });
        house.Auctions.Heat.AddTo(builder);
        return builder.Build();
    }
}
