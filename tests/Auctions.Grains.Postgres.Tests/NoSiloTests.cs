using Auctions.Grains.Postgres.Tests.Support;
using Auctions.Postgres.Tests;
using Auctions.Scenarios.Support;

namespace Auctions.Grains.Postgres.Tests;

/// <summary>A front end that has no silo to talk to.</summary>
public sealed class NoSiloTests
{
    [Fact]
    public async Task A_front_end_without_a_silo_says_so_in_time_and_serves_as_soon_as_there_is_one()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var cluster = await ClusterProcesses.StartAsync(databases.Options, silos: 0, frontEnds: 0);
        await cluster.AddFrontEndAsync();
        var api = cluster.FrontEnds[0].Api;
        var unserved = new Lot(api, $"{Guid.CreateVersion7()}", "sally");
        Assert.Equal(503, (await api.GetAsync("/healthz/ready")).Status);
        Assert.Equal(200, (await api.GetAsync("/healthz/live")).Status);
        var asked = System.Diagnostics.Stopwatch.StartNew();
        foreach (var refused in new[] { await unserved.BidAsync("bob", 1_000, "k1"), await unserved.ViewAsync() })
        {
            Assert.Equal(503, refused.Status);
            Assert.NotNull(refused.Header("Retry-After"));
        }

        Assert.InRange(asked.Elapsed, TimeSpan.Zero, 2 * Api.AnswerDeadline);
        await cluster.AddSiloAsync();
        await ClusterProcesses.ReadyAsync(cluster.Url);
        var lot = await Lot.CreateAsync(api, "sally");
        (await lot.BidUntilToldAsync("bob", 10_000, "k1")).Is(201);
    }
}
