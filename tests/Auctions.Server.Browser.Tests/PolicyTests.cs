using Auctions.Scenarios.Support;
using Auctions.Server.Browser.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Auctions.Server.Browser.Tests;

/// <summary>
/// What the policy of the pages is worth: nothing of a page breaks by it (each visitor of these suites fails on what it
/// forbade), and of what somebody brought into a page nothing runs.
/// </summary>
[Collection(BrowserSuite.Name)]
public sealed class PolicyTests(Browsers browsers)
{
    private const string Markup =
        "<script>window.ran='script'</script><img src=x onerror=\"window.ran='image'\"><b style=\"color:red\">x</b>";

    private static readonly string[] Places = ["list", "auction", "sell", "hotspots"];

    public static TheoryData<string> AllPlaces => [.. Places];

    [Theory]
    [MemberData(nameof(AllPlaces))]
    public async Task A_page_works_and_loads_nothing_that_its_policy_forbids(string place)
    {
        await using var visitor = await browsers.VisitAsync("olga");

        await OpenAsync(visitor, place, "Lamp");

        Assert.Empty(visitor.Forbidden);
    }

    [Theory]
    [MemberData(nameof(AllPlaces))]
    public async Task Markup_in_a_title_is_shown_as_text(string place)
    {
        await using var visitor = await browsers.VisitAsync("olga");

        await OpenAsync(visitor, place, Markup);

        if (place != "sell")
        {
            await Expect(visitor.Page.Locator("body")).ToContainTextAsync("<script>window.ran='script'</script>");
        }

        Assert.Null(await visitor.Page.EvaluateAsync<string?>("window.ran"));
    }

    [Theory]
    [MemberData(nameof(AllPlaces))]
    public async Task What_was_brought_into_a_page_does_not_run(string place)
    {
        await using var visitor = await browsers.VisitAsync("olga");
        var page = visitor.Page;
        visitor.Provoke();

        // As if text were written into a page without being encoded.
        await page.RouteAsync(
            url => IsPage(new Uri(url)),
            async route =>
            {
                var answer = await route.FetchAsync();
                var text = await answer.TextAsync();
                var body = text.Replace("</footer>", $"{Markup}<script src=\"//127.0.0.1:9/x.js\"></script></footer>",
                    StringComparison.Ordinal);
                await route.FulfillAsync(new() { Response = answer, Body = body });
            });

        await OpenAsync(visitor, place, "Lamp");

        Assert.Null(await page.EvaluateAsync<string?>("window.ran"));
        await Until(() => page.EvaluateAsync<bool>("document.querySelector('footer b') !== null"));
        Assert.NotEqual(
            "rgb(255, 0, 0)",
            await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('footer b')).color"));
        foreach (var kind in (string[])["inline script", "inline event handler", "inline style", "127.0.0.1:9/x.js"])
        {
            await Until(() => Task.FromResult(visitor.Forbidden.Any(said =>
                said.Contains(kind, StringComparison.OrdinalIgnoreCase))));
        }
    }

    [Fact]
    public async Task A_script_of_a_page_cannot_make_markup_from_text()
    {
        await using var visitor = await browsers.VisitAsync("olga");
        await OpenAsync(visitor, "list", "Lamp");
        visitor.Provoke();

        var fault = await visitor.Page.EvaluateAsync<string>(
            "markup => { try { document.body.innerHTML = markup; return 'done'; } catch (e) { return e.name; } }",
            Markup);

        Assert.Equal("TypeError", fault);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1/auctions")]
    [InlineData("/nowhere")]
    public async Task No_other_site_shows_it_in_a_frame(string path)
    {
        await using var frame = await LocalServer.StartAsync(app => app.Run(http =>
        {
            http.Response.ContentType = "text/html";
            return http.Response.WriteAsync($"<iframe src=\"{new Uri(browsers.Api.Url, path)}\"></iframe>");
        }));
        await using var visitor = await browsers.VisitAsync(new Uri(frame.Address));
        visitor.Provoke();

        await visitor.Page.GotoAsync("/");

        await Until(() => Task.FromResult(visitor.Forbidden.Any(said =>
            said.Contains("frame-ancestors", StringComparison.Ordinal))));
    }

    private static Task<bool> Until(Func<Task<bool>> isSo) => Eventually.IsAsync(isSo, so => so, Eventually.Deadline);

    private static bool IsPage(Uri url) => url.AbsolutePath is "/" or "/sell" or "/ops/hotspots" ||
        url.AbsolutePath.StartsWith("/auctions/", StringComparison.Ordinal);

    private async Task OpenAsync(Visitor visitor, string place, string title)
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally", ("title", $"{title} {Guid.NewGuid():N}"));
        await lot.BidAsync("anna", 5000);
        var page = visitor.Page;
        switch (place)
        {
            case "list":
                await page.GotoAsync("/");
                await Expect(visitor.Connection).ToContainTextAsync("Updated");
                break;
            case "auction":
                await visitor.OpenAsync(lot);
                await visitor.BidAsync("75");
                await Expect(visitor.Standing).ToHaveTextAsync("You lead.");
                break;
            case "sell":
                await page.GotoAsync("/sell");
                await page.GetByLabel("Title").FillAsync(title);
                await page.GetByRole(AriaRole.Button, new() { Name = "Offer the lot" }).ClickAsync();
                await Expect(page.Locator("#openingPrice-error")).ToBeVisibleAsync();
                break;
            default:
                await page.GotoAsync($"/ops/hotspots?window=60&auction={lot.Id}");
                await Expect(visitor.Connection).ToHaveTextAsync("Live");
                await Expect(page.Locator($"#top a[href*=\"{lot.Id}\"]")).ToBeVisibleAsync();
                await Expect(page.Locator("#one-chart svg")).ToBeVisibleAsync();
                await Expect(page.Locator("#map")).ToHaveAttributeAsync(
                    "aria-label", new System.Text.RegularExpressions.Regex("."));
                break;
        }
    }
}
