using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>The live feed.</summary>
public abstract class LiveScenarios(IScenarioHost host) : Scenario(host)
{
    [Fact]
    public async Task A_watcher_gets_the_current_view_with_its_sequence_as_id()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000);

        using var feed = await lot.WatchAsync();
        var first = await feed.NextAsync("view");

        Assert.Equal((200, "text/event-stream", 2L), (feed.Status, feed.ContentType, first.Id));
        var view = await lot.ViewAsync();
        Assert.Equal(
            view.Without("serverTime"),
            string.Join('\n', first.Json.EnumerateObject().Where(field => field.Name != "serverTime")
                .Select(field => $"{field.Name}: {field.Value.GetRawText()}")));
    }

    [Fact]
    public async Task Several_watchers_see_each_others_bids()
    {
        var lot = await CreateAsync();
        var feeds = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => lot.WatchAsync()));
        await Task.WhenAll(feeds.Select(feed => feed.NextAsync("view")));

        await lot.BidAsync("anna", 5000);

        foreach (var feed in feeds)
        {
            var seen = await feed.NextAsync("view");
            Assert.Equal((2L, 999, "Bidder 1"), (
                seen.Id, seen.Json.GetProperty("price").GetInt32(), seen.Json.GetProperty("leader").GetString()));
            feed.Dispose();
        }
    }

    [Fact]
    public async Task Heartbeats_carry_the_servers_time_while_nothing_happens()
    {
        var lot = await CreateAsync();
        using var feed = await lot.WatchAsync();

        var first = await feed.NextAsync("heartbeat");
        var second = await feed.NextAsync("heartbeat");

        Assert.Null(first.Id);
        Assert.True(
            second.Json.GetProperty("serverTime").GetDateTimeOffset() >
            first.Json.GetProperty("serverTime").GetDateTimeOffset());
        Assert.EndsWith("Z", second.Json.GetProperty("serverTime").GetString());
    }

    [Fact]
    public async Task Who_comes_back_gets_the_newest_view_after_the_last_one_seen()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000);
        await lot.BidAsync("bert", 6000);

        using var behind = await lot.WatchAsync("1");
        Assert.Equal(3, (await behind.NextAsync("view")).Id);
        using var current = await lot.WatchAsync("3");
        Assert.Equal("heartbeat", (await current.NextAsync())!.Name);

        await lot.BidAsync("carl", 7000);

        Assert.Equal(4, (await current.NextAsync("view")).Id);
        Assert.Equal(4, (await behind.NextAsync("view")).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-5")]
    [InlineData("1 or 1")]
    [InlineData("99999999999999999999")]
    [InlineData("99")]
    public async Task An_id_that_is_none_gets_the_current_view(string id)
    {
        var lot = await CreateAsync();

        using var feed = await lot.WatchAsync(id);

        Assert.Equal(1, (await feed.NextAsync("view")).Id);
    }

    [Fact]
    public async Task Ids_rise_and_the_last_view_is_the_final_one()
    {
        var lot = await CreateAsync();
        using var feed = await lot.WatchAsync();
        var watching = feed.RestAsync();
        for (var bid = 0; bid < 100; bid++)
        {
            (await lot.BidAsync($"b{bid % 2}", 1000 + (bid * 20000))).Is(201);
        }

        var closed = await lot.CloseAsync();

        var views = await watching;
        Assert.Equal(views.Select(view => view.Id).Distinct().Order(), views.Select(view => view.Id));
        Assert.Equal((closed.Number("sequence"), "sold"), (views[^1].Id, views[^1].Status));
        Assert.All(views.SkipLast(1), view => Assert.Equal("open", view.Status));
    }

    [Fact]
    public async Task After_the_end_a_watcher_gets_the_final_view_once_and_then_204()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000);
        await lot.CloseAsync();

        using var first = await lot.WatchAsync();
        var final = Assert.Single(await first.RestAsync());
        using var behind = await lot.WatchAsync("2");
        Assert.Equal(final.Id, Assert.Single(await behind.RestAsync()).Id);
        using var again = await lot.WatchAsync($"{final.Id}");

        Assert.Equal((204, "sold"), (again.Status, final.Status));
        Assert.Null(await again.NextAsync());
    }

    [Theory]
    [InlineData("sold")]
    [InlineData("cancelled")]
    public async Task Every_kind_of_end_ends_the_feed(string end)
    {
        var lot = await CreateAsync(("buyItNow", 9000));
        using var feed = await lot.WatchAsync();
        await feed.NextAsync("view");

        _ = end == "sold" ? await lot.BuyNowAsync("anna") : await lot.CancelAsync();

        Assert.Equal(end, Assert.Single(await feed.RestAsync()).Status);
    }

    [Fact]
    public Task The_hammer_reaches_the_watchers() =>
        PunctuallyAsync(2.5, async (closesAt, cameInTime) =>
        {
            var lot = await CreateAsync(("closesAt", closesAt));
            await lot.BidAsync("anna", 5000);
            using var feed = await lot.WatchAsync();
            cameInTime();

            var views = await feed.RestAsync();

            Assert.Equal(("sold", 3L), (views[^1].Status, views[^1].Id));
        });

    [Fact]
    public async Task A_pause_reaches_the_watchers()
    {
        var lot = await CreateAsync();
        using var feed = await lot.WatchAsync();
        await feed.NextAsync("view");

        await lot.DoAsync("pause");

        Assert.Equal("paused", (await feed.NextAsync("view")).Status);
    }
}
