using Auctions.Grains.Postgres.Tests.Support;
using Auctions.Postgres.Tests;
using Auctions.Scenarios.Support;

namespace Auctions.Grains.Postgres.Tests;

/// <summary>All silos are lost at once, and start again elsewhere.</summary>
[Trait("Category", "Long")]
public sealed class OutageTests
{
    [Fact]
    public async Task Silos_that_start_elsewhere_at_once_outwait_those_that_nobody_could_vote_out()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 1);
        await using var cluster = await ClusterProcesses.StartAsync(databases.Options, silos: 2, frontEnds: 1);
        var lot = await Lot.CreateAsync(cluster.FrontEnds[0].Api, "sally");
        (await lot.BidUntilToldAsync("bob", 10_000, "k1")).Is(201);
        await Task.WhenAll(cluster.KillSiloAsync(0), cluster.KillSiloAsync(1));

        // One that gives up has ended by then, and this throws. Where starting takes longer than members stay fresh
        // there is nothing to outwait.
        await cluster.MoveSilosAsync();
        await ClusterProcesses.ReadyAsync(cluster.Url);
        (await lot.BidUntilToldAsync("bob", 10_000, "k1")).Is(201);
        (await lot.BidUntilToldAsync("ben", 20_000, "k2")).Is(201);
    }
}
