using Auctions.Postgres.Tests;
using Auctions.Scenarios.Support;
using ServerProcess = Auctions.Server.Tests.Support.ServerProcess;

namespace Auctions.Server.Postgres.Tests;

/// <summary>A server whose shard has a replica.</summary>
[Trait("Category", "Long")]
public sealed class ReplicaReadTests(ReplicatedStore replicated) : IClassFixture<ReplicatedStore>
{
    [Fact]
    public async Task A_bidder_sees_the_own_bid_and_others_what_the_replica_has_until_it_is_stopped()
    {
        await using var server = await ServerProcess.StartOnAsync(
            "Development",
            [
                .. replicated.Options, .. ServerProcess.Patient,
                "--Storage:Replicas:0:0", replicated.ReplicaConnection,
                "--Storage:ReplicaLagMaxSeconds", "600",
            ]);
        var lot = await Lot.CreateAsync(server.Api, "sally");
        (await lot.BidAsync("bert", 2000)).Is(201);
        await replicated.CaughtUpAsync();
        await OldAsync(lot, null);
        await replicated.PauseAsync();
        (await lot.BidAsync("anna", 3000)).Is(201);

        // Anna's history has her bid; everybody else's is of the time before.
        var old = await OldAsync(lot, null);
        await OldAsync(lot, "bert");
        var own = await SeenAsync(lot, "anna");
        Assert.Equal("3 2", own.Sequences);
        Assert.True(own.AsOf > old.AsOf);
        Assert.Equal("3 2", (await SeenAsync(lot, null, "&after=3")).Sequences);
        (await server.Api.GetAsync($"{lot.Path}/bids?after=4")).Is(503, "busy");
        Assert.Equal(3000, Assert.Single(await server.Api.OwnBidsAsync("anna")).GetProperty("maximum").GetInt32());

        await replicated.Replica.StopImmediateAsync();
        try
        {
            var newest = await SeenAsync(lot, null);
            Assert.Equal("3 2", newest.Sequences);
            Assert.True(newest.AsOf > old.AsOf);
            (await lot.BidAsync("bert", 4000)).Is(201);
            Assert.Equal("4 3 2", (await SeenAsync(lot, null)).Sequences);
        }
        finally
        {
            await replicated.Replica.StartAsync();
        }
    }

    // A replica that is too slow for once, as on a busy machine, is passed over for the primary.
    private static Task<(string Sequences, DateTimeOffset AsOf)> OldAsync(Lot lot, string? who) =>
        Eventually.IsAsync(() => SeenAsync(lot, who), seen => seen.Sequences == "2", Eventually.Deadline);

    private static async Task<(string Sequences, DateTimeOffset AsOf)> SeenAsync(Lot lot, string? who, string more = "")
    {
        var page = await Eventually.IsAsync(
            () => lot.Api.GetAsync($"{lot.Path}/bids?limit=9{more}", who), told => told.Status != 503,
            Eventually.Deadline);
        page.Is(200);
        var sequences = page["items"].EnumerateArray().Select(bid => bid.GetProperty("sequence").GetInt64());
        return (string.Join(' ', sequences), page.Time("asOf"));
    }
}
