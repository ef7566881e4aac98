using Auctions.Grains.Tests.Support;

namespace Auctions.Grains.Tests.Cluster;

/// <summary>Where auctions go, in a cluster whose members stay.</summary>
public sealed class PlacementTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    [Fact]
    public async Task Once_silos_know_each_others_load_a_burst_of_auctions_is_spread_over_them()
    {
        const int burst = 120, fairShareAtLeast = 20;
        Assert.Equal(3, house.ActiveCounts.Count);
        await GrainHouse.Until(async () =>
        {
            var before = house.ActiveCounts;
            await Task.WhenAll(Enumerable.Range(0, burst).Select(_ => house.CreateAsync()));
            return house.ActiveCounts.Zip(before, (now, then) => now - then).All(more => more >= fairShareAtLeast);
        });
    }
}
