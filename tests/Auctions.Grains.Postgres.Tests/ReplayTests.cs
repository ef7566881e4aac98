using Auctions.Cli.Tests.Support;
using Auctions.Grains.Postgres.Tests.Support;
using Auctions.Server.Tests.Support;
using Xunit.Abstractions;

namespace Auctions.Grains.Postgres.Tests;

/// <summary>Real bids through a cluster give what they give on one machine, whatever becomes of its silos.</summary>
[Collection(nameof(FaultyCluster))]
[Trait("Category", "Long")]
public sealed class ReplayTests(FaultyCluster cluster, ITestOutputHelper log)
{
    private ClusterProcesses Cluster => cluster.Processes;

    [RealBidsFact]
    public async Task Replays_through_two_front_ends_give_the_figures_of_one_machine_though_a_silo_is_killed()
    {
        await Cluster.ReviveSilosAsync();
        var before = (await Cluster.AuctionsBySiloAsync()).Sum();
        var replaying = Task.WhenAll(Cluster.FrontEnds.Select(one => ReplayAsync(one.Url)));
        IReadOnlyList<int> spread;
        while ((spread = await Cluster.AuctionsBySiloAsync()).Sum() < before + 240)
        {
            Assert.False(replaying.IsCompleted, "The replay ended too soon.");
            await Task.WhenAny(replaying, Task.Delay(20));
        }

        log.WriteLine($"auctions by silo: {string.Join(", ", spread)}");
        Assert.All(spread, count => Assert.InRange(count, 240 / 3 / 4, 240));
        await Cluster.KillSiloAsync(1);
        foreach (var output in await replaying)
        {
            Assert.Equal(
                ["auctions 479", "bids 7870: 7840 accepted, 30 refused", "exact 445 of 479"], output.Split('\n')[..3]);
        }

        await Cluster.StartSiloAgainAsync(1);
        Assert.EndsWith(
            " 0 faults", (await CommandLine.RunAsync(["verify", .. cluster.Databases.Options])).TrimEnd());
    }

    private static Task<string> ReplayAsync(Uri frontEnd) =>
        CommandLine.RunAsync("replay", RealBidsFactAttribute.Path, "--url", $"{frontEnd}");
}
