using System.Text.Json;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Journal;

namespace Auctions.Postgres.Tests.Conformance;

/// <summary>
/// How the server goes about a batch on tables it knows nothing about yet: what it looks through must grow with the
/// segments, not with their square.
/// </summary>
public sealed class AppendPlanTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    private const int Segments = 1_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Segments)]
    public async Task No_list_of_segments_is_looked_through_once_per_segment(int listed)
    {
        await using var process = new JournalOn(database.Connection);
        var owners = await process.StartAuctionsAsync(Segments);
        Segment[] batch = [.. owners.Select(owner => owner.Bid())];
        var plan = await process.Shard.AskAsync(
            ShardDatabases.Patient.Append,
            async (session, token) =>
            {
                await using var command = AppendCommand.Make(session, batch, [.. Enumerable.Range(0, listed)]);
                command.CommandText = $"explain (analyze, format json) {command.CommandText}";
                return (string)(await command.ExecuteScalarAsync(token))!;
            },
            default);
        using var json = JsonDocument.Parse(plan);
        var scans = Nodes(json.RootElement[0].GetProperty("Plan"))
            .Where(node => node.GetProperty("Node Type").GetString() is "CTE Scan" or "Function Scan")
            .ToList();
        Assert.NotEmpty(scans);
        Assert.All(scans, scan => Assert.InRange(RowsOf(scan), 0, Segments));
    }

    private static double RowsOf(JsonElement scan) =>
        scan.GetProperty("Actual Loops").GetDouble() * scan.GetProperty("Actual Rows").GetDouble();

    private static IEnumerable<JsonElement> Nodes(JsonElement node) => node.TryGetProperty("Plans", out var under)
        ? under.EnumerateArray().SelectMany(Nodes).Prepend(node)
        : [node];
}
