using Auctions.Grains.Postgres.Tests.Support;
using Auctions.Postgres.Tests;
using Auctions.Scenarios.Support;

namespace Auctions.Grains.Postgres.Tests;

/// <summary>A front end that has no silo to talk to.</summary>
[Trait("Category", "Long")]
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

    [Fact]
    public async Task A_front_end_that_loses_one_silo_of_two_stays_ready_and_one_that_loses_both_does_not()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var cluster = await ClusterProcesses.StartAsync(databases.Options, silos: 2, frontEnds: 1);
        var frontEnd = cluster.FrontEnds[0];

        // Enough of them that some go through either silo.
        for (var auction = 0; auction < 8; auction++)
        {
            await Lot.CreateAsync(frontEnd.Api, "sally");
        }

        await cluster.KillSiloAsync(0);
        await Eventually.IsAsync(
            async () =>
            {
                Assert.Equal(200, (await frontEnd.Api.GetAsync("/healthz/ready")).Status);
                return frontEnd.ReadLog();
            },
            log => log.Contains("A silo is lost; 1 are left", StringComparison.Ordinal),
            Eventually.Deadline);
        Assert.Equal(200, (await frontEnd.Api.GetAsync("/healthz/ready")).Status);
        await cluster.KillSiloAsync(1);
        await Eventually.IsAsync(
            async () => (await frontEnd.Api.GetAsync("/healthz/ready")).Status, status => status == 503,
            Eventually.Deadline);
    }
}
