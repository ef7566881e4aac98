using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary><c>auctions bench</c> on a real server.</summary>
[Trait("Category", "Long")]
public sealed class BenchTests
{
    [Theory]
    [InlineData("hot", "--outstanding", "32")]
    [InlineData("spread", "--rate", "500")]
    public async Task A_server_shows_every_bid_that_it_acknowledged_to_a_bench(
        string scenario, string load, string number)
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);

        var output = await CommandLine.RunAsync(
            "bench", "--url", $"{server.Url}", "--scenario", scenario, load, number, "--connections", "8",
            "--warmup", "0", "--seconds", "2");

        Assert.Contains("is shown once, at its place and price", output);
        var auctions = await server.Api.PagesAsync("/v1/auctions?status=open", 200);
        Assert.Equal(scenario == "hot" ? 1 : 1_000, auctions.Count);
        Assert.InRange(auctions.Sum(auction => auction.GetProperty("bidCount").GetInt64()), 1, long.MaxValue);
    }
}
