using Auctions.Processes;
using Auctions.Scenarios.Support;
using Auctions.Server.Browser.Tests.Support;
using Auctions.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Auctions.Server.Browser.Tests;

/// <summary>The server goes away while pages are open.</summary>
[Collection(BrowserSuite.Name)]
[Trait("Category", "Long")]
public sealed class OutageTests(Browsers browsers)
{
    [Fact]
    public async Task A_page_outlives_the_death_of_its_server_and_shows_the_truth()
    {
        using var data = new DataDirectory();
        var url = $"http://127.0.0.1:{FreePorts.Find(1)[0]}";
        await using var first = await ServerProcess.StartAsync(data.Path, "--urls", url);
        var lot = await Lot.CreateAsync(first.Api, "sally");
        await using var visitor = await (await browsers.VisitAsync(first.Url, "anna")).OpenAsync(lot);
        await visitor.BidAsync("50");
        await Expect(visitor.Standing).ToHaveTextAsync("You lead.");

        await first.KillAsync();
        await Expect(visitor.Connection).ToHaveTextAsync("Reconnecting …");
        await visitor.BidAsync("80");
        await Expect(visitor.Progress).ToContainTextAsync("No certain answer yet about your bid of $80.00.");

        await using var second = await ServerProcess.StartAsync(data.Path, "--urls", url);
        await Expect(visitor.Connection).ToHaveTextAsync("Live");
        await Expect(visitor.Progress).ToContainTextAsync("Accepted");
        (await lot.BidAsync("bert", 7000)).Is(201);
        await Expect(visitor.Price).ToHaveTextAsync("$71.00");
        await Expect(visitor.Standing).ToHaveTextAsync("You lead.");
        Assert.Equal(3, (await lot.HistoryAsync()).Length);
    }

    [Fact]
    public async Task While_own_bids_cannot_be_read_one_can_bid_all_the_same()
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally");
        (await lot.BidAsync("blind", 3000)).Is(201);
        await using var visitor = await browsers.VisitAsync("blind");
        var isDown = true;
        await visitor.Page.RouteAsync("**/v1/users/me/bids?*", route => isDown
            ? route.FulfillAsync(new() { Status = 200, Json = new { items = Array.Empty<object>(), partial = true } })
            : route.ContinueAsync());
        await visitor.OpenAsync(lot);
        await visitor.BidAsync("40");
        await Expect(visitor.Standing).ToHaveTextAsync("You lead.");

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Amount).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("#own-maximum")).ToBeHiddenAsync();
        isDown = false;

        await Expect(visitor.Page.Locator("#own-maximum")).ToHaveTextAsync("$40.00");
    }

    [Fact]
    public async Task A_bid_whose_answer_was_lost_counts_once_even_if_the_page_is_loaded_anew()
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally");
        await using var visitor = await (await browsers.VisitAsync("lost")).OpenAsync(lot);
        var isLossy = true;
        await visitor.Page.RouteAsync("**/bids", async route =>
        {
            if (!isLossy || route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            // It arrives and is accepted; only the answer gets lost.
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await visitor.BidAsync("30");
        await Expect(visitor.Progress).ToContainTextAsync("No certain answer yet about your bid of $30.00.");

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Progress).ToContainTextAsync("No certain answer yet about your bid of $30.00.");
        isLossy = false;

        await Expect(visitor.Progress).ToHaveTextAsync("Accepted: you lead at $9.99.");
        Assert.Single(await lot.HistoryAsync());
    }
}
