using Auctions.Scenarios.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Auctions.Server.Browser.Tests.Support;

/// <summary>Somebody who looks at pages, with a browser profile of their own. Nothing may fail unnoticed in
/// it.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly List<string> _faults = [];
    private readonly List<string> _forbidden = [];
    private bool _isProvoked;

    private Visitor(IPage page)
    {
        Page = page;
        page.PageError += (_, fault) => _faults.Add(fault);
        page.Console += (_, said) => HearPolicy(said.Text);
    }

    public IPage Page { get; }

    /// <summary>What the page's policy forbade so far. The browser tells of it in its own time.</summary>
    public IReadOnlyList<string> Forbidden
    {
        get
        {
            lock (_forbidden)
            {
                return [.. _forbidden];
            }
        }
    }

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

    /// <summary>Says that the policy has something to forbid from now on, which is no fault.</summary>
    public void Provoke() => _isProvoked = true;

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
        Assert.True(_isProvoked || Forbidden.Count == 0, string.Join('\n', Forbidden));
    }

    // Chromium says so of each thing that it does not load or run.
    private void HearPolicy(string said)
    {
        if (said.Contains("Content Security Policy", StringComparison.Ordinal) ||
            said.Contains("Permissions-Policy", StringComparison.Ordinal) ||
            said.Contains("Trusted", StringComparison.Ordinal))
        {
            lock (_forbidden)
            {
                _forbidden.Add(said);
            }
        }
    }
}
