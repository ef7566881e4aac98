using System.Diagnostics;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>What a server measures, traces and logs reaches a collector by OTLP.</summary>
[Trait("Category", "Long")]
public sealed class TelemetryTests
{
    private static readonly string[] Metrics =
    [
        "auction.active", "auction.bid.duration", "auction.bid.edge.duration", "auction.bid.queue.duration",
        "auction.bid.decide.duration", "auction.bid.commit.duration", "auction.bid.reply.duration",
        "auction.flush.duration", "auction.flush.batch.bids", "auction.flush.lag", "auction.watchers",
        "http.server.request.duration", "dotnet.gc.collections",
    ];

    private static readonly string[] Activities =
    [
        "POST /v1/auctions/{id}/bids", "auction.bid", "auction.queue", "auction.decide", "auction.commit",
        "auction.reply", "auction.flush",
    ];

    [Fact]
    public async Task Metrics_traces_and_logs_of_a_bid_are_exported_before_the_server_has_ended()
    {
        await using var collector = await Collector.StartAsync();
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, collector.OptionsToTraceAll);
        var lot = await Lot.CreateAsync(server.Api, "seller");
        using (var feed = await lot.WatchAsync())
        {
            await feed.NextAsync("view");
            (await lot.BidAsync("anna", 5000)).Is(201);
        }

        (await lot.BidAsync("ben", 1)).Is(409);
        await server.StopAsync();

        Assert.All(Metrics, name => Assert.Contains(name, collector.Received("metrics")));
        Assert.All(new[] { "accepted", "refused", "auctions-server" }, value =>
            Assert.Contains(value, collector.Received("metrics")));
        Assert.All(Activities, name => Assert.Contains(name, collector.Received("traces")));
        Assert.Contains(lot.Id, collector.Received("traces"));
        Assert.Contains("everything durable", collector.Received("logs"));
    }

    [Fact]
    public async Task A_bid_is_recorded_if_its_client_says_so_and_then_its_write_is_too()
    {
        await using var collector = await Collector.StartAsync();
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, collector.Options);
        var lot = await Lot.CreateAsync(server.Api, "seller");
        (await BidAsync(lot, 1, isRecorded: false)).Is(201);
        (await BidAsync(lot, 2, isRecorded: true)).Is(201);
        await server.StopAsync();

        Assert.Equal(1, CountOf("auction.bid", collector.Received("traces")));
        Assert.Equal(1, CountOf("auction.flush", collector.Received("traces")));
    }

    [Fact]
    public async Task No_metric_names_an_auction_or_a_bidder()
    {
        await using var collector = await Collector.StartAsync();
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, collector.OptionsToTraceAll);
        var lot = await Lot.CreateAsync(server.Api, "seller");
        (await lot.BidAsync("nobody-by-that-name", 5000)).Is(201);
        await server.StopAsync();

        Assert.Contains("auction.bid.duration", collector.Received("metrics"));
        Assert.DoesNotContain(lot.Id, collector.Received("metrics"));
        Assert.All(new[] { "metrics", "traces", "logs" }, signal =>
            Assert.DoesNotContain("nobody-by-that-name", collector.Received(signal)));
    }

    [Fact]
    public async Task A_collector_that_is_gone_harms_nobody()
    {
        using var data = new DataDirectory();
        string[] gone;
        await using (var collector = await Collector.StartAsync())
        {
            gone = collector.OptionsToTraceAll;
        }

        await using var server = await ServerProcess.StartAsync(data.Path, gone);
        var lot = await Lot.CreateAsync(server.Api, "seller");
        (await lot.BidAsync("anna", 5000)).Is(201);
        await server.StopAsync();
    }

    private static Task<Reply> BidAsync(Lot lot, int bid, bool isRecorded)
    {
        var flags = isRecorded ? "01" : "00";
        var parent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-{flags}";
        return lot.Api.SendAsync(
            HttpMethod.Post,
            $"{lot.Path}/bids",
            "anna",
            Api.NewKey(),
            Api.Json($$"""{"amount":{{bid * 20_000}}}"""),
            request => request.Headers.Add("traceparent", parent));
    }

    // In a span its kind follows its name, and '0' is the tag of that field.
    private static int CountOf(string name, string text) => text.Split($"{name}0").Length - 1;
}
