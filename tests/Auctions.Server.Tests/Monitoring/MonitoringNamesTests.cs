using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>
/// Dashboard, alerts and documents name what processes really export. What only some export is shown where they are
/// tested: on PostgreSQL, and in a cluster.
/// </summary>
[Trait("Category", "Long")]
public sealed class MonitoringNamesTests
{
    private static readonly string[] Activities =
        ["auction.bid", "auction.queue", "auction.decide", "auction.commit", "auction.reply", "auction.flush"];

    [Fact]
    public async Task Dashboard_alerts_and_documents_name_only_what_is_exported()
    {
        await using var collector = await Collector.StartAsync();
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(
            data.Path, [.. collector.OptionsToTraceAll, "--Limits:CallsPerPersonPerMinute", "100"]);
        await MeasuredDay.PassAsync(server.Api);
        await FailToWriteAsync(server, data.Path);
        await AskTooMuchAsync(server);
        await server.StopAsync();

        var metrics = EmittedMetrics.Of(collector);
        string[] unknown =
        [
            .. NamedMetrics.Unknown(
                [.. metrics, .. Elsewhere.OnPostgres, .. Elsewhere.InACluster],
                [.. Activities, .. Elsewhere.ActivitiesInACluster]),
        ];
        Assert.True(unknown.Length == 0, string.Join('\n', unknown));
        Assert.All(Activities, name => Assert.True(collector.HasReceived("traces", name), $"no {name}"));

        // Nothing is excepted that need not be.
        Assert.All(Elsewhere.OnPostgres.Concat(Elsewhere.InACluster), excepted =>
            Assert.DoesNotContain(metrics, metric => metric.Covers(excepted)));
        Assert.Empty(NamedMetrics.Unnamed(Elsewhere.OnPostgres.Concat(Elsewhere.InACluster)));
    }

    private static async Task AskTooMuchAsync(ServerProcess server)
    {
        Reply answer;
        do
        {
            answer = await server.Api.PostAsync("/v1/auctions", "hasty", "k1", null);
        }
        while (answer.Status != 429);
    }

    private static async Task FailToWriteAsync(ServerProcess server, string data)
    {
        var lot = await Lot.CreateAsync(server.Api, "seller");
        using var shard = new Database(data, Database.ShardOf(data, lot.Id));
        shard.Run("begin exclusive");
        (await lot.BidAsync("anna", 5000)).Is(503);
        shard.Run("rollback");
    }
}
