using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>A disk that is full.</summary>
[Trait("Category", "Long")]
public sealed class FullDiskTests
{
    [TmpfsFact]
    public async Task A_full_disk_answers_503_loses_nothing_and_bidding_resumes_when_there_is_space()
    {
        using var disk = new Tmpfs(kibibytes: 4096);
        await using var server = await ServerProcess.StartAsync(disk.Path, "--Storage:SqliteShards", "1");
        var lot = await Lot.CreateAsync(server.Api, "seller");
        var acknowledged = new List<Reply>();
        var bids = 0;
        async Task<Reply> BidAsync()
        {
            var reply = await lot.BidAsync($"b{bids % 2}", 1000 + (20_000L * bids), $"k{bids}");
            bids++;
            if (reply.Status == 201)
            {
                acknowledged.Add(reply);
            }

            return reply;
        }

        (await BidAsync()).Is(201);
        disk.Fill();
        await Eventually.IsAsync(
            () =>
            {
                // A checkpoint may give space back.
                disk.Fill();
                return BidAsync();
            },
            reply => reply.Status == 503,
            Eventually.Deadline);
        for (var refused = 0; refused < 5; refused++)
        {
            disk.Fill();
            (await BidAsync()).Is(503, "shard-unavailable");
        }

        disk.Free();
        await Eventually.IsAsync(BidAsync, reply => reply.Status == 201, Eventually.Deadline);

        await AssertHoldsAsync(lot, acknowledged);
        await server.StopAsync();
        await using var again = await ServerProcess.StartAsync(disk.Path);
        await AssertHoldsAsync(new Lot(again.Api, lot.Id, lot.Seller), acknowledged);
    }

    private static async Task AssertHoldsAsync(Lot lot, List<Reply> acknowledged)
    {
        var history = await lot.Api.PagesAsync($"{lot.Path}/bids", 200);
        Assert.Equal(
            acknowledged.Select(bid => (bid.Number("sequence"), bid.Number("price"))).Reverse(),
            history.Select(bid => (bid.GetProperty("sequence").GetInt64(), bid.GetProperty("price").GetInt64())));
    }
}
