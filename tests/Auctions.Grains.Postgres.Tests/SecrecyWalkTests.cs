using Auctions.Grains.Postgres.Tests.Support;
using Auctions.Postgres.Tests;
using Auctions.Server.Tests.Secrecy;
using Xunit.Abstractions;

namespace Auctions.Grains.Postgres.Tests;

/// <summary>Secrets stay inside a cluster too, where bids travel as messages and drivers log what they do.</summary>
[Trait("Category", "Long")]
public sealed class SecrecyWalkTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_that_a_cluster_shows_logs_or_exports_has_a_secret_in_it()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 2);
        await WholeWalk.TakeAsync(
            async options => await WalkedCluster.StartAsync(databases, options), output);
    }
}
