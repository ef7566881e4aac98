using Auctions.Postgres.Tests;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Monitoring;
using Auctions.Server.Tests.Support;
using Npgsql;
using ServerProcess = Auctions.Server.Tests.Support.ServerProcess;

namespace Auctions.Server.Postgres.Tests;

/// <summary>What dashboard, alerts and documents name of PostgreSQL is exported there.</summary>
[Trait("Category", "Long")]
public sealed class MonitoringNamesTests
{
    // More than there are connections for lists.
    private const int Readers = 12;

    [Fact]
    public async Task What_is_said_to_be_exported_on_PostgreSQL_is()
    {
        var own = new OwnServer();
        await own.InitializeAsync();
        try
        {
            await Servers.RunAsync(own.Connection, "create database frozen");
            await using var databases = await StoreDatabases.MakeAsync(shards: 1);
            databases.Replace(
                0, new NpgsqlConnectionStringBuilder(own.Connection) { Database = "frozen" }.ConnectionString);
            await using var collector = await Collector.StartAsync();
            await using var server = await ServerProcess.StartOnAsync(
                "Development", [.. databases.Options, .. collector.Options]);
            var lot = await Lot.CreateAsync(server.Api, "seller");
            own.Process.Freeze();
            try
            {
                await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => server.Api.GetAsync("/v1/auctions")));
                await Eventually.IsAsync(
                    () => lot.BidAsync("anna", 5000),
                    reply => reply.Code == "shard-unavailable" && server.ReadLog().Contains("is silent"),
                    2 * Eventually.Deadline);
            }
            finally
            {
                own.Process.Thaw();
            }

            await server.StopAsync();
            var metrics = EmittedMetrics.Of(collector);
            Assert.All(Elsewhere.OnPostgres, named =>
                Assert.True(metrics.Any(metric => metric.Covers(named)), $"{named} is not among {Said(metrics)}"));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private static string Said(IEnumerable<EmittedMetric> metrics) => string.Join('\n', metrics);
}
