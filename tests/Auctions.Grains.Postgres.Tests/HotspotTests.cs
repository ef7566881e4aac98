using System.Text.Json;
using System.Text.Json.Nodes;
using Auctions.Grains.Postgres.Tests.Support;
using Auctions.Postgres.Tests;
using Auctions.Scenarios.Support;

namespace Auctions.Grains.Postgres.Tests;

/// <summary>What is hot in a cluster of processes, and what is done about it.</summary>
[Trait("Category", "Long")]
public sealed class HotspotTests
{
    private const string Operator = "operator";

    [Fact]
    public async Task A_front_end_names_silo_and_shard_of_a_hot_auction_and_moves_it_to_others_without_losing_a_bid()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 2);
        await using var cluster = await ClusterProcesses.StartAsync(databases.Options, silos: 2, frontEnds: 1);
        var api = cluster.FrontEnds[0].Api;
        var lot = await Lot.CreateAsync(api, "sally", ("closesAt", DateTimeOffset.UtcNow.AddMinutes(14)));
        using var feed = await lot.WatchAsync();
        using var stopping = new CancellationTokenSource();
        var bidding = BidUntilAsync(lot, stopping.Token);

        // Parts of the front end and of the silo, and a watcher, come together.
        var hot = await HotAsync(api, lot, heat => heat.GetProperty("watchers").GetInt32() == 1 &&
            Parts(heat).IsSupersetOf(["edge", "call", "queue", "decide", "commit", "reply"]));
        var (silo, shard) = HomeOf(hot);
        Assert.StartsWith("silo ", silo, StringComparison.Ordinal);
        var report = await Eventually.IsAsync(
            () => ReportAsync(api),
            report => report.GetProperty("processes").GetArrayLength() == 3 &&
                report.GetProperty("shards").GetArrayLength() == 2,
            Eventually.Deadline);
        Assert.Equal(
            ["front-end", "silo", "silo"],
            report.GetProperty("processes").EnumerateArray()
                .Select(process => process.GetProperty("kind").GetString()).Order());

        // The figure to scale by is of all of them, and of what closes on any shard.
        await Eventually.IsAsync(
            () => api.GetAsync("/internal/scaling", Operator),
            reply => reply.Status == 200 && reply.Number("processes") == 3 && reply.Number("closing") == 1,
            Eventually.Deadline);

        await ApplyAsync(api, lot, "migrate");
        await HotAsync(api, lot, heat => HomeOf(heat) is var home && home.Silo != silo && home.Shard == shard);
        await ApplyAsync(api, lot, "pin");
        await HotAsync(api, lot, heat => HomeOf(heat) is var home && home.Shard == 1 - shard);
        await stopping.CancelAsync();
        var accepted = await bidding;

        // A front end that does not know the auction's new shard yet asks to come again.
        await Eventually.IsAsync(
            async () => (await api.PagesAsync($"{lot.Path}/bids", limit: 200)).Count,
            count => count == accepted,
            Eventually.Deadline);

        // Marks tell of both, whoever reads them later; and of what had to be done again.
        await Eventually.IsAsync(
            async () => (await api.GetAsync("/ops/hotspots/history?range=15m", Operator)).Is(200),
            reply => reply["marks"].EnumerateArray().Count(mark =>
                mark.GetProperty("kind").GetString() == "remedy" &&
                mark.GetProperty("text").GetString()!.EndsWith(": done", StringComparison.Ordinal)) == 2,
            Eventually.Deadline);
    }

    private static async Task<int> BidUntilAsync(Lot lot, CancellationToken stopping)
    {
        var bids = 0;
        while (!stopping.IsCancellationRequested)
        {
            bids++;
            (await lot.BidUntilToldAsync(bids % 2 == 0 ? "anna" : "ben", 20_000 * bids, $"key-{bids}")).Is(201);
            await Task.Delay(bids < 40 ? 50 : 250, CancellationToken.None);
        }

        return bids;
    }

    // Where a process stood still for longer than it is waited for, it is to be done again. A remedy may take minutes.
    private static async Task ApplyAsync(Api api, Lot lot, string kind)
    {
        var patient = new Api(api.Url, TimeSpan.FromMinutes(3));
        foreach (var isDry in new[] { true, false })
        {
            var reply = await Eventually.IsAsync(
                () => patient.PostAsync("/ops/hotspots/remedies", Operator, key: null, new JsonObject
                {
                    ["kind"] = kind,
                    ["auction"] = lot.Id,
                    ["reason"] = "It is hot.",
                    ["dryRun"] = isDry,
                }),
                told => told.Status != 503 && told.Code != "remedy-refused",
                Eventually.Deadline);
            var report = reply.Is(200).Json;
            Assert.Equal(!isDry, report.GetProperty("isDone").GetBoolean());
            Assert.NotEmpty(report.GetProperty("steps").EnumerateArray());
        }
    }

    private static (string? Silo, int? Shard) HomeOf(JsonElement heat) => (
        heat.TryGetProperty("process", out var process) ? process.GetString() : null,
        heat.TryGetProperty("shard", out var shard) && shard.ValueKind == JsonValueKind.Number
            ? shard.GetInt32()
            : null);

    private static HashSet<string> Parts(JsonElement heat) =>
    [
        .. heat.GetProperty("parts").EnumerateObject()
            .Where(part => part.Value.ValueKind == JsonValueKind.Object)
            .Select(part => part.Name),
    ];

    private static async Task<JsonElement> HotAsync(Api api, Lot lot, Func<JsonElement, bool> isSo)
    {
        var report = await Eventually.IsAsync(
            () => ReportAsync(api, window: 2),
            report => report.GetProperty("top").EnumerateArray()
                .Any(heat => heat.GetProperty("id").GetString() == lot.Id && isSo(heat)),
            2 * Eventually.Deadline);
        return report.GetProperty("top").EnumerateArray()
            .First(heat => heat.GetProperty("id").GetString() == lot.Id);
    }

    private static async Task<JsonElement> ReportAsync(Api api, int window = 10) =>
        (await api.GetAsync($"/ops/hotspots?window={window}", Operator)).Is(200).Json;
}
