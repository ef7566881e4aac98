using System.Net.Sockets;
using System.Text;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>SIGTERM: what was accepted is answered, then the process ends well.</summary>
[Trait("Category", "Long")]
public sealed class StopTests
{
    [Fact]
    public async Task Under_load_every_accepted_bid_is_answered_before_the_end()
    {
        using var data = new DataDirectory();
        BidStorm storm;
        await using (var server = await ServerProcess.StartAsync(data.Path))
        {
            storm = await BidStorm.OnNewLotsAsync(server.Api, lots: 4, biddersPerLot: 4);
            var raging = storm.RageAsync();
            await storm.UntilAcknowledgedAsync(200);

            server.Terminate();

            await raging;
            Assert.Equal(0, await server.ExitAsync());
            Assert.Contains("everything durable", server.Output);
            Assert.Empty(server.Error.Trim());
        }

        Assert.All(storm.Sent.Where(bid => bid.Answer is not null), bid => Assert.True(
            bid.IsAcknowledged || bid.Answer!.Code is "below-minimum" or "busy", bid.Answer!.ToString()));
        await using var again = await ServerProcess.StartAsync(data.Path);
        foreach (var bids in storm.Acknowledged.GroupBy(bid => bid.Lot.Id))
        {
            var history = await again.Api.PagesAsync($"/v1/auctions/{bids.Key}/bids", 200);
            Assert.Equal(
                bids.Select(bid => bid.Answer!.Number("sequence")).Order(),
                history.Select(bid => bid.GetProperty("sequence").GetInt64()).Order());
        }
    }

    [Fact]
    public async Task Readiness_goes_first_and_open_feeds_end()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);
        var lot = await Lot.CreateAsync(server.Api, "seller");
        using var feed = await lot.WatchAsync();
        await feed.NextAsync("view");
        (await server.Api.GetAsync("/healthz/ready")).Is(200);

        server.Terminate();

        await Eventually.IsAsync(() => ReadinessAsync(server.Api), seen => seen is 503 or null, Eventually.Deadline);
        Assert.Empty(await feed.RestAsync());
        Assert.StartsWith("retry: ", feed.Received.Last(line => line.Length > 0));
        Assert.Equal(0, await server.ExitAsync());
    }

    [Fact]
    public async Task A_watcher_who_reads_nothing_does_not_keep_the_server_from_ending()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);
        var lot = await Lot.CreateAsync(server.Api, "seller", ("title", new string('\u00e9', 200)));
        using var stuck = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await stuck.ConnectAsync(server.Url.Host, server.Url.Port);
        await stuck.SendAsync(Encoding.ASCII.GetBytes($"GET {lot.Path}/live HTTP/1.1\r\nHost: any\r\n\r\n"));
        using var feed = await lot.WatchAsync();
        await feed.NextAsync("view");

        // More than fits into the buffers on the way, as whoever reads is shown.
        for (var (shown, amount) = (0, 1_000); shown < 64 * 1024; amount += 1_000)
        {
            (await lot.BidUntilToldAsync(amount % 2_000 == 0 ? "anna" : "bert", amount, $"{amount}")).Is(201);
            shown += (await feed.NextAsync("view"))!.Data.Length;
        }

        server.Terminate();

        Assert.Equal(0, await server.ExitAsync());
    }

    [Fact]
    public async Task Who_watched_comes_back_to_the_next_server_and_misses_nothing()
    {
        using var data = new DataDirectory();
        string id;
        await using (var server = await ServerProcess.StartAsync(data.Path))
        {
            var lot = await Lot.CreateAsync(server.Api, "seller");
            id = lot.Id;
            (await lot.BidAsync("anna", 5000)).Is(201);
            await server.StopAsync();
        }

        await using var next = await ServerProcess.StartAsync(data.Path);
        var same = new Lot(next.Api, id, "seller");
        using var feed = await same.WatchAsync("2");
        Assert.Equal("heartbeat", (await feed.NextAsync())!.Name);
        (await same.BidAsync("bert", 6000)).Is(201);

        Assert.Equal(3, (await feed.NextAsync("view")).Id);
    }

    // Null: no connection.
    private static async Task<int?> ReadinessAsync(Api api)
    {
        try
        {
            return (await api.GetAsync("/healthz/ready")).Status;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
