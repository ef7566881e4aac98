using System.Globalization;
using Auctions.Grains.Postgres.Tests.Support;
using Auctions.Scenarios.Support;
using Auctions.Server.Postgres.Tests.Support;
using Xunit.Abstractions;

namespace Auctions.Grains.Postgres.Tests;

/// <summary>
/// Silos that go away under load: what was acknowledged is there once, and nothing else. How many bids are acknowledged
/// is the environment's <c>AUCTIONS_KILLED_BIDS</c>.
/// </summary>
[Collection(nameof(FaultyCluster))]
public sealed class ClusterTests(FaultyCluster cluster, ITestOutputHelper log)
{
    // Leaves something of the processors to silos that start.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(15);

    private ClusterProcesses Cluster => cluster.Processes;

    private static int Bids => PatientStorm.BidsByEnvironment;

    [Fact]
    public async Task A_silo_killed_under_load_loses_nothing_and_leaves_nothing_else() =>
        await RageAsync(async (storm, raging) =>
        {
            await storm.UntilAcknowledgedAsync(Bids / 3, raging);
            await Cluster.KillSiloAsync(0);
            await storm.UntilAcknowledgedAsync(2 * Bids / 3, raging);

            // It complains where it does not find in Orleans what it needs, or cannot close them.
            Assert.DoesNotContain("Auctions.Silo.DeadConnections", Cluster.ReadLog());
            await Cluster.StartSiloAgainAsync(0);
        });

    [Fact]
    [Trait("Category", "Long")]
    public async Task Silos_restarted_one_after_the_other_under_load_lose_nothing() =>
        await RageAsync(async (storm, raging) =>
        {
            for (var silo = 0; silo < Cluster.Silos; silo++)
            {
                await storm.UntilAcknowledgedAsync(storm.Acknowledged.Count + (Bids / 10), raging);
                await Cluster.RestartSiloAsync(silo);
            }
        });

    [Fact]
    public async Task A_silo_does_not_start_on_the_ports_of_one_that_runs()
    {
        await Cluster.ReviveSilosAsync();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Cluster.StartDoubleAsync(0));
        Assert.Contains("It ended with 1: The silo cannot start: Port ", refused.Message);
        Assert.Contains("Set Silo:Port to a free port", refused.Message);
        var lot = await Lot.CreateAsync(Cluster.FrontEnds[0].Api, "sally");
        (await lot.BidUntilToldAsync("bob", 10_000, "k")).Is(201);
    }

    [Fact]
    public async Task A_live_page_of_one_front_end_shows_bids_placed_through_the_other()
    {
        var lot = await Lot.CreateAsync(Cluster.FrontEnds[0].Api, "sally");
        using var feed = await lot.WatchAsync();
        var elsewhere = new Lot(Cluster.FrontEnds[1].Api, lot.Id, lot.Seller);
        for (var bid = 1; bid <= 5; bid++)
        {
            (await elsewhere.BidUntilToldAsync($"bidder{bid}", bid * 10_000, "k")).Is(201);
            FeedEvent? view;
            do
            {
                view = await feed.NextAsync();
                Assert.NotNull(view);
            }
            while (view.Id != bid + 1);
        }
    }

    private async Task RageAsync(Func<PatientStorm, Task, Task> disturbAsync)
    {
        await Cluster.ReviveSilosAsync();
        var turn = 0;
        var storm = await PatientStorm.OnEveryShardAsync(
            () => Cluster.FrontEnds[Interlocked.Increment(ref turn) % 2].Url,
            Cluster.FrontEnds[0].Api,
            biddersPerLot: 1,
            rest: Rest);
        var raging = storm.RageAsync();
        await disturbAsync(storm, raging);
        await storm.UntilAcknowledgedAsync(Bids, raging);
        storm.End();
        await raging;
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{storm.Acknowledged.Count} bids acknowledged, {storm.Untold} answers 503 or lost"));
        await StoredBids.AssertAsync(cluster.Databases, storm);
    }
}
