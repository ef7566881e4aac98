using Auctions.Scenarios.Support;
using Auctions.Server.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Auctions.Server.Browser.Tests;

/// <summary>Bidding on a page that is live.</summary>
[Collection(BrowserSuite.Name)]
[Trait("Category", "Long")]
public sealed class BiddingTests(Browsers browsers)
{
    [Fact]
    public async Task Two_bidders_outbid_each_other_and_see_it_at_once()
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally");
        await using var anna = await (await browsers.VisitAsync("anna")).OpenAsync(lot);
        await using var bert = await (await browsers.VisitAsync("bert")).OpenAsync(lot);

        await anna.BidAsync("50");
        await Expect(anna.Standing).ToHaveTextAsync("You lead.");
        await Expect(anna.Progress).ToHaveTextAsync("Accepted: you lead at $9.99.");
        await Expect(bert.Price).ToHaveTextAsync("$9.99");
        await Expect(bert.Facts).ToContainTextAsync("Bidder 1");

        await bert.BidAsync("60.50");
        await Expect(bert.Standing).ToHaveTextAsync("You lead.");
        await Expect(anna.Standing).ToHaveTextAsync("You have been outbid. The price is $51.00.");
        await Expect(anna.Facts).ToContainTextAsync("Bidder 2");
        await Expect(anna.Page.Locator("#bid-rows tr").First).ToContainTextAsync("Bidder 2");
        await Expect(anna.Page.Locator("#bid-rows tr").Last).ToContainTextAsync("Bidder 1 (you)");

        await anna.UntilOfferedAsync("$52.00");
        await anna.Rebid.ClickAsync();
        await Expect(anna.Progress).ToHaveTextAsync(
            "Accepted, but somebody’s maximum is above your $52.00. The price is $53.00.");
        await Expect(bert.Price).ToHaveTextAsync("$53.00");
        await Expect(anna.Rebid).ToHaveTextAsync("Bid $54.00");
    }

    [Fact]
    public async Task A_maximum_is_seen_by_its_owner_only()
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally");
        await using var olga = await (await browsers.VisitAsync("olga")).OpenAsync(lot);
        await using var other = await (await browsers.VisitAsync("other")).OpenAsync(lot);
        await olga.BidAsync("77.31");
        var own = olga.Page.Locator("#own-maximum");
        await Expect(own).ToHaveTextAsync("$77.31");

        await olga.Page.ReloadAsync();

        await Expect(own).ToHaveTextAsync("$77.31");
        await Expect(olga.Facts).ToContainTextAsync("Bidder 1 (you)");
        await Expect(other.Price).ToHaveTextAsync("$9.99");
        Assert.DoesNotContain("77.31", await other.Page.ContentAsync());
        await Expect(other.Page.Locator("#own")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_form_says_what_is_wrong_with_an_amount_and_sends_none_that_is()
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally", ("openingPrice", 1000));
        await using var anna = await (await browsers.VisitAsync("fay")).OpenAsync(lot);
        var error = anna.Page.Locator("#amount-error");
        foreach (var (typed, complaint) in new[]
        {
            ("", "Enter an amount."),
            ("12,50", "That is no amount in USD. Write it like 10.00."),
            ("12.345", "That is no amount in USD. Write it like 10.00."),
            ("9.99", "The minimum bid is $10.00."),
        })
        {
            await anna.BidAsync(typed);
            await Expect(error).ToHaveTextAsync(complaint);
            await Expect(anna.Amount).ToHaveAttributeAsync("aria-invalid", "true");
        }

        Assert.Empty(await lot.HistoryAsync());
        await anna.BidAsync("1,234.50");
        await Expect(anna.Progress).ToContainTextAsync("$1,234.50 is far above the minimum bid.");
        Assert.Empty(await lot.HistoryAsync());
        await anna.Page.Locator("#bid").ClickAsync();
        await Expect(anna.Standing).ToHaveTextAsync("You lead.");
        await anna.BidAsync("1234.50");
        await Expect(error).ToContainTextAsync("a new maximum must be above your $1,234.50");
    }

    [Fact]
    public async Task An_amount_that_changes_under_the_finger_is_not_bid()
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally");
        await using var fred = await (await browsers.VisitAsync("fred")).OpenAsync(lot);
        await fred.UntilOfferedAsync("$9.99");
        await fred.Page.EvaluateAsync(
            "() => { const button = document.getElementById('rebid');" +
            "new MutationObserver(() => button.click()).observe(button, { childList: true }); }");

        (await lot.BidAsync("anna", 5000)).Is(201);
        (await lot.BidAsync("bert", 4000)).Is(201);

        await Expect(fred.Progress).ToHaveTextAsync("The amount has just become $42.00. Press again if you mean it.");
        Assert.Equal(2, (await lot.HistoryAsync()).Length);
    }

    [Fact]
    public async Task A_refusal_says_why()
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally");
        await using var sally = await (await browsers.VisitAsync("sally")).OpenAsync(lot);

        await sally.BidAsync("20");

        await Expect(sally.Page.Locator("#amount-error")).ToHaveTextAsync("Nobody bids on the own lot.");
        await Expect(sally.Standing).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_keyboard_is_enough()
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally");
        await using var visitor = await (await browsers.VisitAsync()).OpenAsync(lot);
        var keys = visitor.Page.Keyboard;
        await Expect(visitor.Page.Locator("#log-in")).ToContainTextAsync("Say at the top of the page who you are");

        await TabToAsync(visitor, "who-name");
        await keys.TypeAsync("kim");
        await keys.PressAsync("Enter");
        await TabToAsync(visitor, "amount");
        await keys.TypeAsync("30");
        await keys.PressAsync("Enter");
        await Expect(visitor.Standing).ToHaveTextAsync("You lead.");

        (await lot.BidAsync("carl", 4000)).Is(201);
        await visitor.UntilOfferedAsync("$32.00");
        await TabToAsync(visitor, "rebid");
        await keys.PressAsync("Enter");
        await Expect(visitor.Progress).ToContainTextAsync("Accepted");
    }

    [Fact]
    public async Task The_buy_it_now_button_asks_once_more()
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally", ("buyItNow", 9000));
        await using var anna = await (await browsers.VisitAsync("buyer")).OpenAsync(lot);
        var button = anna.Page.Locator("#buy-now");
        await Expect(button).ToHaveTextAsync("Buy it now for $90.00");
        await button.ClickAsync();
        await Expect(button).ToHaveTextAsync("Yes, buy it for $90.00");
        await Expect(anna.Status).ToHaveTextAsync("Open");

        await button.ClickAsync();

        await Expect(anna.Standing).ToHaveTextAsync("You won the lot for $90.00.");
        await Expect(anna.Status).ToHaveTextAsync("Sold");
    }

    private static async Task TabToAsync(Visitor visitor, string id)
    {
        for (var press = 0; press < 40; press++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            if (await visitor.Page.EvaluateAsync<string>("document.activeElement.id") == id)
            {
                return;
            }
        }

        Assert.Fail($"No press of the tab key reaches {id}.");
    }
}
