using Auctions.Chaos.Machines;
using Auctions.Chaos.Playing;
using Auctions.Chaos.Storms;
using Xunit.Abstractions;

namespace Auctions.Chaos.Postgres.Tests;

/// <summary>A few of the scenarios, with few bids: the rest, and more bids, by <c>scripts/chaos</c>.</summary>
[Trait("Category", "Long")]
public sealed class SelectionTests(ITestOutputHelper log)
{
    private static readonly StormPlan Breeze = new()
    {
        Bids = 800,
        ClientsPerShard = 3,
        EndingLots = 12,
        FirstEnd = TimeSpan.FromSeconds(4),
        ReadEvery = 20,
        EndingEvery = 4,
    };

    [Theory]
    [InlineData("server-killed-sqlite")]
    [InlineData("backends-terminated")]
    [InlineData("requests-mistreated")]
    public Task Nothing_acknowledged_is_lost(string name) => PlayAsync(name);

    [Fact]
    public Task What_is_lost_is_found() => PlayAsync("segment-deleted");

    private async Task PlayAsync(string name)
    {
        // Whether the others keep their throughput is measured by the command, on a machine that does nothing else.
        var scenario = Catalogue.All.Single(one => one.Name == name) with { OthersKeep = null };
        Assert.Empty(Machine.WhyNot(scenario.Needs));
        var servers = (Environment.GetEnvironmentVariable("AUCTIONS_POSTGRES") ?? "").Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var player = new Player(servers, Breeze, keeps: false, log.WriteLine);
        var result = await player.PlayAsync(scenario, CancellationToken.None);
        Assert.True(
            result.Behaved, $"{name}: {string.Join('\n', result.Unmet)}\n{result.ServerLog}");
    }
}
