using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>Ends that pass while no server runs.</summary>
[Trait("Category", "Long")]
public sealed class RestartTests
{
    // The product's own: where nothing else is said, a server here takes a minute for no outage.
    private static readonly string[] OutageOfFiveSeconds = ["--Engine:OutageMinSeconds", "5"];

    [Fact]
    public async Task An_end_that_passed_in_a_short_pause_stands()
    {
        using var data = new DataDirectory();
        var (id, closesAt) = await StopBeforeTheEndAsync(data, server => server.StopAsync());

        await using var server = await StartAsync(data, lastHeartbeat: TimeSpan.FromSeconds(1));

        var sold = await new Lot(server.Api, id, "seller").UntilAsync("sold");
        Assert.Equal(
            (closesAt, Terms.OpeningPrice, 3, "Bidder 1"),
            (sold.Time("closesAt"), sold.Number("price"), sold.Number("sequence"), sold.String("leader")));
    }

    [Fact]
    public async Task An_end_that_passed_in_a_long_pause_moves_by_ten_minutes()
    {
        using var data = new DataDirectory();
        var (id, closesAt) = await StopBeforeTheEndAsync(data, server => server.StopAsync());

        var restart = DateTimeOffset.UtcNow;
        await using var server = await StartAsync(data, lastHeartbeat: TimeSpan.FromSeconds(20), OutageOfFiveSeconds);

        await AssertMovedAsync(new Lot(server.Api, id, "seller"), closesAt, restart, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_pause_longer_than_ten_minutes_moves_the_end_by_itself()
    {
        using var data = new DataDirectory();
        var (id, closesAt) = await StopBeforeTheEndAsync(data, server => server.StopAsync());

        var restart = DateTimeOffset.UtcNow;
        await using var server = await StartAsync(data, lastHeartbeat: TimeSpan.FromHours(1));

        await AssertMovedAsync(new Lot(server.Api, id, "seller"), closesAt, restart, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task An_end_that_passed_after_a_crash_moves_by_a_minute()
    {
        using var data = new DataDirectory();
        var (id, closesAt) = await StopBeforeTheEndAsync(data, server => server.KillAsync());

        var restart = DateTimeOffset.UtcNow;
        await using var server = await StartAsync(data, lastHeartbeat: TimeSpan.FromSeconds(1));

        await AssertMovedAsync(new Lot(server.Api, id, "seller"), closesAt, restart, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_end_outside_the_pause_stands()
    {
        using var data = new DataDirectory();
        var closesAt = DateTimeOffset.UtcNow.AddHours(1);
        string id;
        await using (var server = await ServerProcess.StartAsync(data.Path))
        {
            id = (await Lot.CreateAsync(server.Api, "seller", ("closesAt", closesAt))).Id;
            await server.KillAsync();
        }

        await using var again = await StartAsync(data, lastHeartbeat: TimeSpan.FromSeconds(20), OutageOfFiveSeconds);

        Assert.Equal(closesAt, (await new Lot(again.Api, id, "seller").ViewAsync()).Time("closesAt"));
    }

    [Fact]
    public async Task Everything_is_as_before_a_restart()
    {
        using var data = new DataDirectory();
        Reply view, created;
        var terms = Terms.With(("buyItNow", 9000), ("reserve", 8000));
        await using (var server = await ServerProcess.StartAsync(data.Path))
        {
            created = await server.Api.PostAsync("/v1/auctions", "seller", "k1", terms);
            var lot = new Lot(server.Api, created.String("id")!, "seller");
            await lot.BidAsync("anna", 5000, "k1");
            await lot.DoAsync("pause");
            view = await lot.ViewAsync();
            await server.StopAsync();
        }

        await using var again = await ServerProcess.StartAsync(data.Path);
        var same = new Lot(again.Api, created.String("id")!, "seller");
        Assert.Equal(view.Without("serverTime"), (await same.ViewAsync()).Is(200).Without("serverTime"));
        var repeated = await again.Api.PostAsync("/v1/auctions", "seller", "k1", terms);
        Assert.Equal((created.String("id"), true), (repeated.Is(201).String("id"), repeated.IsReplayed));
        Assert.True((await same.BidAsync("anna", 5000, "k1")).Is(201).IsReplayed);
        Assert.Equal(5000, Assert.Single(await again.Api.OwnBidsAsync("anna")).GetProperty("maximum").GetInt32());
        (await same.BidAsync("seller", 9000)).Is(403, "own-auction");
    }

    // Several ends, since nobody knows how long a busy machine takes: the first that the stop came before is the one.
    private static async Task<(string Id, DateTimeOffset ClosesAt)> StopBeforeTheEndAsync(
        DataDirectory data, Func<ServerProcess, Task> stop)
    {
        await using var server = await ServerProcess.StartAsync(data.Path);
        var lots = new List<(string Id, DateTimeOffset ClosesAt)>();
        foreach (var seconds in (int[])[60, 20, 10, 5, 2])
        {
            var closesAt = DateTimeOffset.UtcNow.AddSeconds(seconds);
            try
            {
                var lot = await Lot.CreateAsync(server.Api, "seller", ("closesAt", closesAt));
                (await lot.BidAsync("anna", 5000)).Is(201);
                lots.Add((lot.Id, closesAt));
            }
            catch (Exception) when (DateTimeOffset.UtcNow >= closesAt)
            {
                // The machine was too slow for this one.
            }
        }

        await stop(server);
        var next = lots.FindLast(lot => lot.ClosesAt > DateTimeOffset.UtcNow);
        await Eventually.IsAsync(() => DateTimeOffset.UtcNow, now => now > next.ClosesAt, 3 * Eventually.Deadline);
        return next;
    }

    // How long nobody wrote is what the heartbeats say.
    private static Task<ServerProcess> StartAsync(DataDirectory data, TimeSpan lastHeartbeat, params string[] options)
    {
        foreach (var path in Directory.EnumerateFiles(data.Path, "shard-*.db"))
        {
            using var shard = new Database(data.Path, Path.GetFileName(path));
            shard.Run(
                "update heartbeat set at = $at",
                ("$at", (DateTimeOffset.UtcNow - lastHeartbeat - DateTimeOffset.UnixEpoch).Ticks));
        }

        return ServerProcess.StartAsync(data.Path, options);
    }

    private static async Task AssertMovedAsync(Lot lot, DateTimeOffset end, DateTimeOffset restart, TimeSpan by)
    {
        var view = await lot.UntilAsync(view => view.Time("closesAt") != end);

        Assert.Equal("open", view.String("status"));
        Assert.InRange(view.Time("closesAt"), restart + by, view.ServerTime + by + TimeSpan.FromSeconds(60));
        Assert.Equal(0, view.Number("extensions"));
        (await lot.BidAsync("bert", 6000)).Is(201);
    }
}
