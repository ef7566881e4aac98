using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Auctions.Scenarios.Support;
using Auctions.Server.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Auctions.Server.Browser.Tests;

/// <summary>The page of what is hot.</summary>
[Collection(BrowserSuite.Name)]
[Trait("Category", "Long")]
public sealed class HotspotPageTests(Browsers browsers)
{
    private const int PageBytesMax = 100_000;

    [Fact]
    public async Task A_hot_auction_is_on_the_page_with_its_shard_and_process()
    {
        await using var visitor = await OpenAsync("?window=60");
        var lot = await HeatAsync($"Hot lamp {Guid.NewGuid():N}");
        var row = Row(visitor, lot);

        await Expect(row).ToBeVisibleAsync();
        await Expect(row.Locator("td").Nth(2)).ToHaveTextAsync(new Regex("^[0-3]$"));
        await Expect(row.Locator("td").Nth(3)).ToContainTextAsync("server ");
        await Expect(row.Locator("td").Last).ToContainTextAsync("commit ");
        await Expect(visitor.Page.Locator("#figures")).ToContainTextAsync("Bids/s");
        await Expect(visitor.Page.Locator(".asof").Last).ToContainTextAsync("1 process reports");
        await Expect(visitor.Page.Locator("#map")).ToHaveAttributeAsync("aria-label", new Regex("busiest slots"));
    }

    [Fact]
    public async Task Whoever_says_who_they_are_on_the_page_sees_it()
    {
        await using var visitor = await browsers.VisitAsync();
        await visitor.Page.GotoAsync("/ops/hotspots");
        await Expect(visitor.Page.Locator("#refusal")).ToContainTextAsync("Say above who you are");

        await visitor.Page.GetByLabel("You are").FillAsync("olga");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Use" }).ClickAsync();

        await Expect(visitor.Connection).ToHaveTextAsync("Live");
        await Expect(visitor.Page.Locator("#refusal")).ToBeHiddenAsync();
        await Expect(visitor.Page.Locator("#processes tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_table_is_sorted_with_the_keyboard()
    {
        var busy = await HeatAsync($"Busy {Guid.NewGuid():N}", bids: 12);
        var calm = await HeatAsync($"Calm {Guid.NewGuid():N}", bids: 2);
        await using var visitor = await OpenAsync("?window=300");
        await Expect(Row(visitor, busy)).ToBeVisibleAsync();
        await Expect(Row(visitor, calm)).ToBeVisibleAsync();
        var head = visitor.Page.Locator("#top th").Nth(4);

        await head.GetByRole(AriaRole.Button).FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(head).ToHaveAttributeAsync("aria-sort", "descending");
        Assert.True(await PlaceAsync(busy) < await PlaceAsync(calm));
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(head).ToHaveAttributeAsync("aria-sort", "ascending");
        Assert.True(await PlaceAsync(busy) > await PlaceAsync(calm));
        await Expect(head.GetByRole(AriaRole.Button)).ToBeFocusedAsync();

        Task<int> PlaceAsync(Lot lot) =>
            Row(visitor, lot).EvaluateAsync<int>("row => [...row.parentElement.children].indexOf(row)");
    }

    [Fact]
    public async Task A_permalink_shows_the_same_again()
    {
        var lot = await HeatAsync($"Link {Guid.NewGuid():N}");
        await using var visitor = await OpenAsync("?window=60");
        await Expect(Row(visitor, lot)).ToBeVisibleAsync();

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Link to this moment" }).ClickAsync();

        await Expect(visitor.Page.Locator("#heading")).ToContainTextAsync("Hot auctions at");
        await Expect(Row(visitor, lot)).ToBeVisibleAsync();
        var figures = await visitor.Page.Locator("#figures").InnerTextAsync();
        var rows = await visitor.Page.Locator("#top").InnerTextAsync();
        await using var another = await browsers.VisitAsync("otto");
        await another.Page.GotoAsync(visitor.Page.Url);
        await Expect(Row(another, lot)).ToBeVisibleAsync();
        Assert.Equal(figures, await another.Page.Locator("#figures").InnerTextAsync());
        Assert.Equal(rows, await another.Page.Locator("#top").InnerTextAsync());

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Back to now" }).ClickAsync();
        await Expect(visitor.Connection).ToHaveTextAsync("Live");
    }

    [Fact]
    public async Task Nothing_is_done_before_a_dry_run_said_what_would_happen()
    {
        var lot = await HeatAsync($"Drill {Guid.NewGuid():N}");
        await using var visitor = await OpenAsync("?window=60");
        var page = visitor.Page;
        var asked = new List<string>();
        await page.RouteAsync("**/ops/hotspots/remedies", route =>
        {
            asked.Add(route.Request.PostData!);
            var isDry = IsDry(route.Request.PostData!);
            return route.FulfillAsync(new()
            {
                Status = 200,
                Json = new { steps = new[] { "Views are sent once a second." }, isDone = !isDry },
            });
        });
        await Row(visitor, lot).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator("#one-facts")).ToContainTextAsync("Shard");
        await Expect(page.Locator("#one-chart")).ToHaveAttributeAsync("aria-label", new Regex("bids/s"));
        var perform = page.GetByRole(AriaRole.Button, new() { Name = "Do it" });
        await Expect(perform).ToBeDisabledAsync();

        await page.GetByLabel("What to do").SelectOptionAsync("conflate");
        await page.GetByLabel("Reason").FillAsync("too many");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
        await Expect(page.Locator("#remedy-answer")).ToContainTextAsync("nothing was changed");
        await Expect(page.Locator("#remedy-answer li")).ToHaveTextAsync("Views are sent once a second.");
        await page.GetByLabel("Views a second").FillAsync("2");
        await Expect(perform).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
        await Expect(perform).ToBeEnabledAsync();
        await perform.ClickAsync();

        await Expect(page.Locator("#remedy-answer")).ToContainTextAsync("Done:");
        Assert.Equal([true, true, false], asked.Select(IsDry));
        Assert.Contains($"\"auction\":\"{lot.Id}\"", asked[2]);
        Assert.Contains("\"viewsPerSecond\":2", asked[2]);
    }

    [Fact]
    public async Task Without_JavaScript_it_shows_what_was_hot()
    {
        var lot = await HeatAsync($"Still {Guid.NewGuid():N}");
        await using var visitor = await browsers.VisitAsync(options: new()
        {
            JavaScriptEnabled = false,
            ExtraHTTPHeaders = new Dictionary<string, string> { ["X-User"] = "olga" },
        });

        var row = Row(visitor, lot);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Eventually.Deadline;)
        {
            await visitor.Page.GotoAsync("/ops/hotspots?window=300");
            if (await row.CountAsync() > 0)
            {
                break;
            }
        }

        await Expect(row).ToContainTextAsync("server ");
        await Expect(visitor.Page.GetByText("Without JavaScript this page shows")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("#map")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_phone_shows_it_without_scrolling_sideways()
    {
        var lot = await HeatAsync(string.Join('-', Enumerable.Repeat("Unbreakable", 15)));
        await using var visitor = await OpenAsync($"?window=300&auction={lot.Id}", new()
        {
            ViewportSize = new() { Width = 320, Height = 640 },
            IsMobile = true,
            HasTouch = true,
        });
        await Expect(Row(visitor, lot)).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("#one-chart svg")).ToBeVisibleAsync();

        Assert.Equal(320, await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task It_weighs_less_than_100_KB_and_comes_from_this_server_alone()
    {
        await HeatAsync("Weight");
        var responses = new ConcurrentQueue<IResponse>();
        await using var visitor = await OpenAsync("", new()
        {
            ExtraHTTPHeaders = new Dictionary<string, string> { ["X-User"] = "olga" },
        }, responses.Enqueue);
        await visitor.Page.WaitForLoadStateAsync(LoadState.Load);

        var bytes = 0;
        foreach (var file in responses.Where(answer => !answer.Url.Contains("/hotspots/", StringComparison.Ordinal)))
        {
            Assert.StartsWith(browsers.Api.Url.ToString(), file.Url);
            Assert.Equal(200, file.Status);
            bytes += (await file.BodyAsync()).Length;
        }

        Assert.InRange(bytes, 20_000, PageBytesMax);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Everything_has_a_name_and_can_be_told_from_its_background(ColorScheme scheme)
    {
        var lot = await HeatAsync("Contrast");
        await using var visitor = await OpenAsync($"?window=300&auction={lot.Id}", new() { ColorScheme = scheme });
        await Expect(Row(visitor, lot)).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("#one-chart svg")).ToBeVisibleAsync();

        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(Accessibility.Faults));
    }

    private static bool IsDry(string body) => body.Contains("\"dryRun\":true", StringComparison.Ordinal);

    private static ILocator Row(Visitor visitor, Lot lot) =>
        visitor.Page.Locator("#top tbody tr").Filter(new() { Has = visitor.Page.Locator($"a[href*='{lot.Id}']") });

    private async Task<Lot> HeatAsync(string title, int bids = 6)
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally", ("title", title));
        for (var bid = 1; bid <= bids; bid++)
        {
            await lot.BidAsync(bid % 2 == 0 ? "anna" : "bert", 5_000 * bid);
        }

        return lot;
    }

    private async Task<Visitor> OpenAsync(
        string query = "", BrowserNewContextOptions? options = null, Action<IResponse>? onResponse = null)
    {
        var visitor = await browsers.VisitAsync("olga", options);
        visitor.Page.Response += (_, response) => onResponse?.Invoke(response);
        await visitor.Page.GotoAsync($"/ops/hotspots{query}");
        await Expect(visitor.Connection).ToHaveTextAsync("Live");
        return visitor;
    }
}
