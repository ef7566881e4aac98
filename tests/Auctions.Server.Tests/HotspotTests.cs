using System.Text.Json;
using System.Text.Json.Nodes;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>What was hot and what was done about it is known after the server that gathered it was killed.</summary>
[Trait("Category", "Long")]
public sealed class HotspotTests
{
    private const string Operator = "operator";

    [Fact]
    public async Task Killing_the_server_loses_no_more_than_the_last_second_of_history()
    {
        using var data = new DataDirectory();
        string lot;
        JsonElement before;
        await using (var server = await ServerProcess.StartAsync(data.Path))
        {
            lot = (await BidOnAsync(server.Api, bids: 5)).Id;
            before = await HistoryAsync(server.Api, lot, points => SumOf(points) >= 5);

            // What is shown is kept within a second: five times that here.
            var shown = AsOf(before);
            await HistoryAsync(server.Api, lot, points => AsOf(points) >= shown + 5);
            await server.KillAsync();
        }

        await using var again = await ServerProcess.StartAsync(data.Path);
        var after = await HistoryAsync(again.Api, lot, points => SumOf(points) >= SumOf(before));
        Assert.Equal(SumOf(before), SumOf(after));

        // The marks tell of both lives.
        await Eventually.IsAsync(
            async () => (await ReadAsync(again.Api, "/ops/hotspots/history?range=15m")).GetProperty("marks")
                .EnumerateArray().Count(mark => mark.GetProperty("kind").GetString() == "start"),
            starts => starts == 2,
            Eventually.Deadline);
    }

    [Fact]
    public async Task What_was_done_about_an_auction_is_known_after_a_restart()
    {
        using var data = new DataDirectory();
        Lot lot;
        await using (var server = await ServerProcess.StartAsync(data.Path))
        {
            lot = await BidOnAsync(server.Api, bids: 3);
            var dry = await RemedyAsync(server.Api, lot, isDry: true);
            Assert.False(dry.GetProperty("isDone").GetBoolean());
            var done = await RemedyAsync(server.Api, lot, isDry: false);
            Assert.True(done.GetProperty("isDone").GetBoolean());
            await server.KillAsync();
        }

        await using var again = await ServerProcess.StartAsync(data.Path);
        await Eventually.IsAsync(
            async () => (await ReadAsync(again.Api, "/ops/hotspots/history?range=15m")).GetProperty("marks"),
            marks => marks.EnumerateArray().Any(mark => mark.GetProperty("kind").GetString() == "remedy" &&
                mark.GetProperty("auction").GetString() == lot.Id),
            Eventually.Deadline);
    }

    [Fact]
    public async Task Without_reports_nothing_is_known_and_the_server_serves_all_the_same()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, "--Hotspots:Enabled", "false");
        await BidOnAsync(server.Api, bids: 1);
        var report = await ReadAsync(server.Api, "/ops/hotspots");
        Assert.Empty(report.GetProperty("top").EnumerateArray());
        Assert.Empty(report.GetProperty("reporting").EnumerateArray());
    }

    private static async Task<JsonElement> RemedyAsync(Api api, Lot lot, bool isDry) =>
        (await api.PostAsync("/ops/hotspots/remedies", Operator, key: null, new JsonObject
        {
            ["kind"] = "conflate",
            ["auction"] = lot.Id,
            ["reason"] = "Many watch.",
            ["viewsPerSecond"] = 1,
            ["dryRun"] = isDry,
        })).Is(200).Json;

    private static async Task<Lot> BidOnAsync(Api api, int bids)
    {
        var lot = await Lot.CreateAsync(api, "seller");
        for (var bid = 1; bid <= bids; bid++)
        {
            (await lot.BidAsync($"b{bid}", 20_000L * bid)).Is(201);
        }

        return lot;
    }

    private static async Task<JsonElement> HistoryAsync(Api api, string lot, Func<JsonElement, bool> isThere) =>
        await Eventually.IsAsync(
            async () => await ReadAsync(api, $"/ops/hotspots/history?range=15m&auction={lot}"),
            isThere,
            Eventually.Deadline);

    private static long AsOf(JsonElement history) => history.GetProperty("asOf").GetInt64();

    // Few bids are timed one by one, so that their times say how many there were.
    private static long SumOf(JsonElement history) => history.GetProperty("points").EnumerateArray().Sum(point =>
        point.GetProperty("parts").TryGetProperty("decide", out var decide) && decide.ValueKind == JsonValueKind.Object
            ? decide.GetProperty("count").GetInt64()
            : 0);

    private static async Task<JsonElement> ReadAsync(Api api, string path) =>
        (await api.GetAsync(path, Operator)).Is(200).Json;
}
