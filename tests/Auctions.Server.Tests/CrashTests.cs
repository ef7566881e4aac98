using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>Kill -9 while bids come in: what was acknowledged is there, nothing is twice, bidding goes on.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Acknowledged_bids_survive_kill_9_and_their_keys_get_the_same_answers()
    {
        using var data = new DataDirectory();
        BidStorm storm;
        await using (var server = await ServerProcess.StartAsync(data.Path))
        {
            storm = await BidStorm.OnNewLotsAsync(server.Api, lots: 6, biddersPerLot: 4);
            var raging = storm.RageAsync();
            await storm.UntilAcknowledgedAsync(300);
            await server.KillAsync();
            await raging;
        }

        await using var again = await ServerProcess.StartAsync(data.Path);
        Assert.Contains(storm.Sent, bid => bid.Answer is null);
        await AssertInHistoryAsync(again.Api, storm);
        var repeated = await storm.RepeatAsync(again.Api);
        foreach (var (bid, reply) in repeated.Where(pair => pair.Bid.IsAcknowledged))
        {
            Assert.Equal(
                bid.Answer!.Without("serverTime", "replayed"), reply.Is(201).Without("serverTime", "replayed"));
            Assert.True(reply.IsReplayed, reply.ToString());
        }

        await AssertNothingTwiceAsync(again.Api, repeated);
        await AssertBiddingGoesOnAsync(again.Api, storm);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_server_killed_again_and_again_loses_nothing()
    {
        using var data = new DataDirectory();
        var acknowledged = new List<long>();
        string? id = null;
        for (var life = 0; life < 4; life++)
        {
            await using var server = await ServerProcess.StartAsync(data.Path);
            id ??= (await Lot.CreateAsync(server.Api, "seller")).Id;
            var lot = new Lot(server.Api, id, "seller");
            for (var bid = 0; bid < 3; bid++)
            {
                var reply = await lot.BidAsync($"b{bid}", 1000 + (acknowledged.Count * 20_000));
                acknowledged.Add(reply.Is(201).Number("sequence"));
            }

            Assert.Equal(
                acknowledged.Order(),
                (await lot.HistoryAsync()).Select(bid => bid.GetProperty("sequence").GetInt64()).Order());
            await server.KillAsync();
        }
    }

    private static async Task AssertInHistoryAsync(Api api, BidStorm storm)
    {
        foreach (var bids in storm.Acknowledged.GroupBy(bid => bid.Lot.Id))
        {
            var history = (await api.PagesAsync($"/v1/auctions/{bids.Key}/bids", 200)).ToDictionary(
                bid => bid.GetProperty("sequence").GetInt64(), bid => bid.GetProperty("price").GetInt64());
            foreach (var bid in bids)
            {
                Assert.Equal(bid.Answer!.Number("price"), history[bid.Answer.Number("sequence")]);
            }
        }
    }

    private static async Task AssertNothingTwiceAsync(Api api, List<(SentBid Bid, Reply Again)> repeated)
    {
        foreach (var bids in repeated.Where(pair => pair.Again.Status == 201).GroupBy(pair => pair.Bid.Lot.Id))
        {
            var sequences = bids.Select(pair => pair.Again.Number("sequence")).Order();
            var history = await api.PagesAsync($"/v1/auctions/{bids.Key}/bids", 200);
            Assert.Equal(history.Select(bid => bid.GetProperty("sequence").GetInt64()).Order(), sequences);
            Assert.Equal(history.Count, (await api.GetAsync($"/v1/auctions/{bids.Key}")).Number("bidCount"));
            foreach (var own in bids.GroupBy(pair => pair.Bid.Bidder))
            {
                var item = Assert.Single(await api.OwnBidsAsync(own.Key));
                Assert.Equal(own.Count(), item.GetProperty("bids").GetInt32());
                Assert.Equal(own.Max(pair => pair.Bid.Amount), item.GetProperty("maximum").GetInt64());
            }
        }
    }

    private static async Task AssertBiddingGoesOnAsync(Api api, BidStorm storm)
    {
        foreach (var id in storm.Sent.Select(bid => bid.Lot.Id).Distinct())
        {
            var next = new Lot(api, id, "seller");
            var sequence = (await next.ViewAsync()).Number("sequence");
            Assert.Equal(sequence + 1, (await next.BidAsync("late", 900_000_000)).Is(201).Number("sequence"));
            Assert.Equal("sold", (await next.CloseAsync()).Is(200).String("status"));
        }
    }
}
