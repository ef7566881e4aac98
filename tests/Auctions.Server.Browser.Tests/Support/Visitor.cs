using Auctions.Scenarios.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Auctions.Server.Browser.Tests.Support;

/// <summary>Somebody who looks at pages, with a browser profile of their own. Nothing may fail unnoticed in
/// it.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly List<string> _faults = [];

    private Visitor(IPage page)
    {
        Page = page;
        page.PageError += (_, fault) => _faults.Add(fault);
        page.Console += (_, said) => HearPolicy(said.Text);
    }

    public IPage Page { get; }

    /// <summary>What the page's policy forbade; whoever expects some of it takes it out.</summary>
    public List<string> Forbidden { get; } = [];

    public ILocator Price => Page.Locator("#price");

    public ILocator Time => Page.Locator("#time");

    public ILocator Status => Page.Locator("#status");

    public ILocator Standing => Page.Locator("#standing");

    public ILocator Progress => Page.Locator("#bid-progress");

    public ILocator Rebid => Page.Locator("#rebid");

    public ILocator Connection => Page.Locator("#connection");

    public ILocator Facts => Page.Locator("#facts");

    public ILocator Amount => Page.GetByLabel("Your maximum").Or(Page.GetByLabel("Raise your maximum"));

    public static async Task<Visitor> OfAsync(IBrowserContext context, string? name)
    {
        if (name is not null)
        {
            await context.AddInitScriptAsync($"sessionStorage.setItem('auctions.name', JSON.stringify('{name}'))");
        }

        return new Visitor(await context.NewPageAsync());
    }

    /// <summary>Opens a lot's page and waits until it is live.</summary>
    public async Task<Visitor> OpenAsync(Lot lot)
    {
        await Page.GotoAsync($"/auctions/{lot.Id}");
        await Expect(Connection).ToHaveTextAsync("Live");
        return this;
    }

    /// <summary>Types a maximum and presses the button.</summary>
    public async Task BidAsync(string amount)
    {
        await Amount.FillAsync(amount);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Place bid" }).ClickAsync();
    }

    /// <summary>Waits until the button that outbids offers an amount that somebody can have read.</summary>
    public async Task UntilOfferedAsync(string amount)
    {
        await Expect(Rebid).ToHaveTextAsync($"Bid {amount}");
        await Expect(Page.Locator("#rebid:not(.unread)")).ToBeVisibleAsync();
    }

    /// <summary>The seconds that the countdown shows, from "M:SS".</summary>
    public async Task<int> SecondsLeftAsync()
    {
        var parts = (await Time.InnerTextAsync()).Split(':').Select(int.Parse).ToArray();
        return parts.Aggregate(0, (sum, part) => (sum * 60) + part);
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Assert.Empty(_faults);
        Assert.Empty(Forbidden);
    }

    // Chromium says so of each thing that it does not load or run.
    private void HearPolicy(string said)
    {
        if (said.Contains("Content Security Policy", StringComparison.Ordinal) ||
            said.Contains("Permissions-Policy", StringComparison.Ordinal) ||
            said.Contains("Trusted", StringComparison.Ordinal))
        {
            lock (Forbidden)
            {
                Forbidden.Add(said);
            }
        }
    }
}
