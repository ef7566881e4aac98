using System.Diagnostics;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>A shard that cannot be written to fails alone, quickly and honestly.</summary>
[Trait("Category", "Long")]
public sealed class OutageTests
{
    // Five times the append deadline of limits.md.
    private static readonly TimeSpan AnswerDeadline = 5 * TimeSpan.FromSeconds(2);

    // Longer than a busy machine stands still: shards that are well are to have none.
    private static readonly TimeSpan OutageMin = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_locked_shard_answers_503_and_others_do_not_notice()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);
        var (hit, well) = await OnTwoShardsAsync(server.Api, data.Path);
        var (hitBid, wellBid) = (await hit.BidAsync("anna", 5000, "k1"), await well.BidAsync("anna", 5000, "k1"));

        using (var shard = new Database(data.Path, Database.ShardOf(data.Path, hit.Id)))
        {
            shard.Run("begin exclusive");
            for (var wave = 0; wave < 3; wave++)
            {
                var refusing = Enumerable.Range(0, 8).Select(bid => RefusesAsync(hit, $"b{bid}", $"wave{wave}"));
                var accepting = Enumerable.Range(1 + (8 * wave), 8).Select(bid => AcceptsAsync(well, 20_000 * bid));
                await Task.WhenAll(refusing.Concat(accepting));
            }

            shard.Run("rollback");
        }

        await Eventually.IsAsync(
            () => hit.BidAsync("bert", 6000, "after"), reply => reply.Status == 201, Eventually.Deadline);
        Assert.Equal(hitBid.String("bidId"), (await hit.BidAsync("anna", 5000, "k1")).Is(201).String("bidId"));
        Assert.Equal(wellBid.String("bidId"), (await well.BidAsync("anna", 5000, "k1")).Is(201).String("bidId"));

        // What was refused was definitely not placed.
        Assert.Equal([3, 2], (await hit.HistoryAsync()).Select(bid => bid.GetProperty("sequence").GetInt32()));
    }

    [Fact]
    public async Task An_end_inside_the_outage_moves_and_the_others_do_not()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(
            data.Path, "--Engine:OutageMinSeconds", $"{OutageMin.TotalSeconds}");

        // Far enough for a slow machine to have all its bids before the outage begins.
        var closesAt = DateTimeOffset.UtcNow.AddSeconds(20);
        var lots = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            lot => Lot.CreateAsync(server.Api, $"seller{lot}", ("closesAt", closesAt))));
        await Task.WhenAll(lots.Select(lot => lot.BidUntilToldAsync("anna", 5000, "k1")));
        var file = Database.ShardOf(data.Path, lots[0].Id);
        var byShard = lots.ToLookup(lot => Database.ShardOf(data.Path, lot.Id) == file);

        using (var shard = new Database(data.Path, file))
        {
            shard.Run("begin exclusive");
            var began = Stopwatch.StartNew();
            await Eventually.IsAsync(
                () => began.Elapsed,
                elapsed => elapsed > 1.2 * OutageMin && DateTimeOffset.UtcNow > closesAt.AddSeconds(3));
            shard.Run("rollback");
        }

        foreach (var lot in byShard[true])
        {
            var view = await Eventually.IsAsync(
                lot.ViewAsync,
                view => view.Status == 200 && view.Time("closesAt") > closesAt,
                Eventually.Deadline);
            Assert.Equal("open", view.String("status"));
            Assert.InRange(view.Time("closesAt"), closesAt.AddMinutes(10), view.ServerTime.AddMinutes(10));
            (await lot.BidUntilToldAsync("bert", 6000, "k1")).Is(201);
        }

        Assert.NotEmpty(byShard[false]);
        foreach (var lot in byShard[false])
        {
            Assert.Equal(closesAt, (await lot.UntilAsync("sold")).Time("closesAt"));
        }
    }

    [Fact]
    public async Task An_auction_on_no_shard_answers_503_to_every_question()
    {
        using var data = new DataDirectory();
        string id;
        await using (var server = await ServerProcess.StartAsync(data.Path))
        {
            id = (await Lot.CreateAsync(server.Api, "seller")).Id;
            await server.StopAsync();
        }

        using (var meta = new Database(data.Path, "meta.db"))
        {
            meta.Run("delete from slot_map");
        }

        await using var lost = await ServerProcess.StartAsync(data.Path);
        var lot = new Lot(lost.Api, id, "seller");
        (await lot.BidAsync("anna", 5000)).Is(503, "shard-unavailable");
        (await lot.ViewAsync()).Is(503, "shard-unavailable");
        (await lost.Api.GetAsync($"{lot.Path}/bids")).Is(503, "shard-unavailable");
        (await lost.Api.GetAsync($"{lot.Path}/live")).Is(503, "shard-unavailable");
        (await lost.Api.PostAsync("/v1/auctions", "seller", "k1", Terms.With())).Is(503, "shard-unavailable");
        (await lost.Api.GetAsync("/healthz/ready")).Is(200);
    }

    private static async Task RefusesAsync(Lot lot, string bidder, string key)
    {
        var asked = Stopwatch.StartNew();
        var reply = await lot.BidAsync(bidder, 50_000, key);
        reply.Is(503, "shard-unavailable");
        Assert.InRange(asked.Elapsed, TimeSpan.Zero, AnswerDeadline);
    }

    private static async Task AcceptsAsync(Lot lot, long amount)
    {
        var reply = await lot.BidAsync($"b{amount}", amount);
        Assert.True(reply.Status == 201 || reply.Code == "below-minimum", reply.ToString());
    }

    private static async Task<(Lot One, Lot Other)> OnTwoShardsAsync(Api api, string data)
    {
        var one = await Lot.CreateAsync(api, "seller");
        while (true)
        {
            var other = await Lot.CreateAsync(api, "seller");
            if (Database.ShardOf(data, one.Id) != Database.ShardOf(data, other.Id))
            {
                return (one, other);
            }
        }
    }
}
