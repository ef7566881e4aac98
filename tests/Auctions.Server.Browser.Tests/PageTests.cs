using System.Collections.Concurrent;
using Auctions.Scenarios.Support;
using Auctions.Server.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Auctions.Server.Browser.Tests;

/// <summary>All pages: without scripts, on a phone, how heavy, how they are named to those who cannot see
/// them.</summary>
[Collection(BrowserSuite.Name)]
public sealed class PageTests(Browsers browsers)
{
    private const int PageBytesMax = 100_000;

    [Fact]
    public async Task Without_JavaScript_everything_can_be_read_and_searched()
    {
        var title = $"Quiet lamp {Guid.NewGuid():N}";
        var lot = await Lot.CreateAsync(browsers.Api, "sally", ("title", title));
        await lot.BidAsync("anna", 5000);
        await lot.BidAsync("bert", 6000);
        await using var visitor = await browsers.VisitAsync(options: new() { JavaScriptEnabled = false });
        await visitor.Page.GotoAsync("/");
        await visitor.Page.GetByLabel("Search titles").FillAsync(title);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();

        await Expect(visitor.Page).ToHaveTitleAsync($"$51.00 · {title}");
        await Expect(visitor.Price).ToHaveTextAsync("$51.00");
        await Expect(visitor.Status).ToHaveTextAsync("Open");
        await Expect(visitor.Facts).ToContainTextAsync("$52.00");
        await Expect(visitor.Page.Locator("#time-note")).ToContainTextAsync("UTC");
        await Expect(visitor.Page.Locator("#bid-rows tr")).ToHaveCountAsync(2);
        await Expect(visitor.Page.GetByText("Bidding needs JavaScript.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_list_finds_lots_by_words_and_shows_what_closes_first_at_the_top()
    {
        var word = $"w{Guid.NewGuid():N}"[..12];
        var now = DateTimeOffset.UtcNow;
        var late = await CreateAsync($"Late {word}", now.AddHours(3));
        await CreateAsync($"Soon {word}", now.AddHours(1));
        await CreateAsync($"Middle {word}", now.AddHours(2));
        await CreateAsync("Something else", now.AddMinutes(30));
        await using var visitor = await browsers.VisitAsync();
        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Connection).ToContainTextAsync("Updated");

        await visitor.Page.GetByLabel("Search titles").FillAsync(word.ToUpperInvariant());

        var links = visitor.Page.Locator("#rows a");
        await Expect(links).ToHaveTextAsync([$"Soon {word}", $"Middle {word}", $"Late {word}"]);
        Assert.Contains(word.ToUpperInvariant(), visitor.Page.Url, StringComparison.Ordinal);
        await late.BidAsync("anna", 5000);
        await Expect(visitor.Page.Locator("#rows tr").Last).ToContainTextAsync("$9.99");

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sold", Exact = true }).ClickAsync();
        await Expect(visitor.Page.Locator("#empty")).ToContainTextAsync("No sold auctions with");

        Task<Lot> CreateAsync(string title, DateTimeOffset closesAt) =>
            Lot.CreateAsync(browsers.Api, "sally", ("title", title), ("closesAt", closesAt));
    }

    [Fact]
    public async Task A_seller_offers_a_lot()
    {
        await using var seller = await browsers.VisitAsync("selma");
        var page = seller.Page;
        await page.GotoAsync("/sell");
        await page.GetByRole(AriaRole.Button, new() { Name = "Offer the lot" }).ClickAsync();
        await Expect(page.Locator("#title-error")).ToHaveTextAsync("Say what the lot is.");
        await Expect(page.GetByLabel("Title")).ToBeFocusedAsync();

        await page.GetByLabel("Title").FillAsync("A <b>bold</b> chair");
        await page.GetByLabel("Opening price").FillAsync("10");
        await page.GetByLabel("Buy-it-now price").FillAsync("11");
        await page.GetByRole(AriaRole.Button, new() { Name = "Offer the lot" }).ClickAsync();
        await Expect(page.Locator("#buyItNow-error")).ToContainTextAsync("130");

        await page.GetByLabel("Buy-it-now price").FillAsync("90");
        await page.GetByLabel("Reserve").FillAsync("40");
        await page.GetByLabel("Runs for").SelectOptionAsync("1 hour");
        await page.GetByRole(AriaRole.Button, new() { Name = "Offer the lot" }).ClickAsync();

        await Expect(page.Locator("#title")).ToHaveTextAsync("A <b>bold</b> chair");
        await Expect(page.Locator("#seller")).ToHaveTextAsync("selma");
        await Expect(seller.Facts).ToContainTextAsync("Not met");
        await Expect(seller.Facts).ToContainTextAsync("$90.00");
        Assert.InRange(await seller.SecondsLeftAsync(), 3_500, 3_600);
    }

    [Fact]
    public async Task A_lot_offered_while_answers_get_lost_is_offered_once()
    {
        await using var seller = await browsers.VisitAsync("serena");
        var page = seller.Page;
        var losses = 1;
        await page.RouteAsync("**/v1/auctions", async route =>
        {
            await route.FetchAsync();
            if (losses-- > 0)
            {
                await route.AbortAsync();
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await page.GotoAsync("/sell");
        await page.GetByLabel("Title").FillAsync("Only one");
        await page.GetByLabel("Opening price").FillAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Offer the lot" }).ClickAsync();

        await Expect(page.Locator("#title")).ToHaveTextAsync("Only one");
        var list = await browsers.Api.GetAsync("/v1/auctions?seller=serena");
        Assert.Single(list.Is(200)["items"].EnumerateArray());
    }

    [Theory]
    [InlineData("list")]
    [InlineData("auction")]
    [InlineData("sell")]
    public async Task A_phone_shows_it_without_scrolling_sideways(string place)
    {
        await using var visitor = await OpenAsync(place, new()
        {
            ViewportSize = new() { Width = 320, Height = 640 },
            IsMobile = true,
            HasTouch = true,
        });

        Assert.Equal(320, await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("auction")]
    [InlineData("sell")]
    public async Task It_weighs_less_than_100_KB_and_comes_from_this_server_alone(string place)
    {
        var responses = new ConcurrentQueue<IResponse>();
        await using var visitor = await OpenAsync(place, null, responses.Enqueue);
        await visitor.Page.WaitForLoadStateAsync(LoadState.Load);

        var files = responses.Where(response => !response.Url.Contains("/v1/", StringComparison.Ordinal)).ToArray();
        var bytes = 0;
        foreach (var file in files)
        {
            Assert.StartsWith(browsers.Api.Url.ToString(), file.Url);
            Assert.Equal(200, file.Status);
            bytes += (await file.BodyAsync()).Length;
        }

        Assert.InRange(bytes, 10_000, PageBytesMax);
    }

    [Theory]
    [InlineData("list", ColorScheme.Light)]
    [InlineData("auction", ColorScheme.Light)]
    [InlineData("auction", ColorScheme.Dark)]
    [InlineData("sell", ColorScheme.Light)]
    [InlineData("sell", ColorScheme.Dark)]
    public async Task Everything_has_a_name_and_can_be_told_from_its_background(string place, ColorScheme scheme)
    {
        await using var visitor = await OpenAsync(place, new() { ColorScheme = scheme });

        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(Accessibility.Faults));
    }

    private async Task<Visitor> OpenAsync(
        string place, BrowserNewContextOptions? options, Action<IResponse>? onResponse = null)
    {
        var title = string.Join('-', Enumerable.Repeat("Unbreakable", 15));
        var lot = await Lot.CreateAsync(browsers.Api, "sally", ("title", title), ("buyItNow", 9_000_000));
        await lot.BidAsync("anna", 5000);
        var visitor = await browsers.VisitAsync("phil", options);
        visitor.Page.Response += (_, response) => onResponse?.Invoke(response);
        await visitor.Page.GotoAsync(place switch
        {
            "list" => "/",
            "auction" => $"/auctions/{lot.Id}",
            _ => "/sell",
        });
        await Expect(place switch
        {
            "list" => visitor.Page.Locator("#rows time").First,
            "auction" => visitor.Rebid,
            _ => visitor.Page.Locator("#offer"),
        }).ToBeVisibleAsync();
        return visitor;
    }
}
