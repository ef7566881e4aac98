using Auctions.Scenarios.Support;
using Auctions.Server.Browser.Tests.Support;
using Auctions.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Auctions.Server.Browser.Tests;

/// <summary>What pages say of the time, and what time does to them.</summary>
[Collection(BrowserSuite.Name)]
[Trait("Category", "Long")]
public sealed class TimeTests(Browsers browsers)
{
    private const int LongSeconds = 1_500;

    // For a time that was put off because the machine is slow.
    private static readonly TimeSpan Patience = 4 * Eventually.Deadline;

    [Fact]
    public async Task A_bid_in_the_last_seconds_moves_the_countdown()
    {
        var lot = await Lot.CreateAsync(
            browsers.Api,
            "sally",
            ("closesAt", DateTimeOffset.UtcNow.AddSeconds(120)),
            ("softClose", Terms.SoftClose(300, LongSeconds, "from-now")));
        await using var watcher = await (await browsers.VisitAsync("watcher")).OpenAsync(lot);
        Assert.InRange(await watcher.SecondsLeftAsync(), 1, 120);

        (await lot.BidAsync("anna", 5000)).Is(201);

        await Expect(watcher.Status).ToHaveTextAsync("Extended");
        Assert.InRange(await watcher.SecondsLeftAsync(), LongSeconds - 100, LongSeconds);
        await Expect(watcher.Page.Locator("#time-note")).ToContainTextAsync("Now ends");
        await Expect(watcher.Facts).ToContainTextAsync("1 time");
    }

    [Fact]
    public Task The_hammer_falls_before_everybodys_eyes() => Punctual.PlayAsync(12, async (closesAt, cameInTime) =>
    {
        var lot = await Lot.CreateAsync(browsers.Api, "sally", ("closesAt", closesAt));
        await using var winner = await (await browsers.VisitAsync("winner")).OpenAsync(lot);
        await using var loser = await (await browsers.VisitAsync("loser")).OpenAsync(lot);
        await using var watcher = await (await browsers.VisitAsync()).OpenAsync(lot);
        await loser.BidAsync("20");
        await Expect(loser.Standing).ToHaveTextAsync("You lead.");
        await winner.BidAsync("60");
        await Expect(winner.Standing).ToHaveTextAsync("You lead.");
        cameInTime();

        await lot.UntilAsync(view => view.String("status") == "sold", Patience);
        await Expect(winner.Standing).ToHaveTextAsync("You won the lot for $20.50.");
        await Expect(loser.Standing).ToHaveTextAsync("You were outbid. The lot was sold for $20.50.");
        await Expect(watcher.Page.Locator("#price-label")).ToHaveTextAsync("Hammer price");
        await Expect(watcher.Price).ToHaveTextAsync("$20.50");
        await Expect(watcher.Connection).ToHaveTextAsync("Final result");
        await Expect(winner.Page.Locator("#bid-form")).ToBeHiddenAsync();
        await Expect(winner.Rebid).ToBeHiddenAsync();
    });

    [Theory]
    [InlineData(3_600_000, "1 h 0 min ahead of")]
    [InlineData(-3_600_000, "1 h 0 min behind")]
    public async Task A_clock_that_is_an_hour_off_still_counts_down_right(int offMs, string said)
    {
        var lot = await Lot.CreateAsync(
            browsers.Api, "sally", ("closesAt", DateTimeOffset.UtcNow.AddSeconds(LongSeconds)));
        await using var visitor = await browsers.VisitAsync();
        await visitor.Page.AddInitScriptAsync(WallClock(offMs));
        await visitor.OpenAsync(lot);

        await Expect(visitor.Page.Locator("#clock")).ToContainTextAsync(said);
        await AssertCountdownAsync(visitor, lot);
    }

    [Fact]
    public async Task After_a_sleep_the_countdown_is_right_again()
    {
        var lot = await Lot.CreateAsync(
            browsers.Api, "sally", ("closesAt", DateTimeOffset.UtcNow.AddSeconds(LongSeconds)));
        await using var visitor = await browsers.VisitAsync();

        // Asleep, the steady clock stands still in some browsers. Here it jumps back by as much instead, which is the
        // same to the page, and saves the waiting.
        await visitor.Page.AddInitScriptAsync(
            "const steady = performance.now.bind(performance); window.asleep = 0;" +
            "performance.now = () => steady() - window.asleep;");
        await visitor.OpenAsync(lot);
        await AssertCountdownAsync(visitor, lot);

        await visitor.Page.EvaluateAsync("window.asleep = 600_000");

        await AssertCountdownAsync(visitor, lot);
        await Expect(visitor.Connection).ToHaveTextAsync("Live");
    }

    [Fact]
    public Task Every_state_says_what_it_is_and_whether_one_can_bid() =>
        Punctual.PlayAsync(6, async (opensAt, cameInTime) =>
        {
            var lot = await Lot.CreateAsync(browsers.Api, "sally", ("opensAt", opensAt));
            await using var visitor = await (await browsers.VisitAsync("stella")).OpenAsync(lot);
            await Expect(visitor.Status).ToHaveTextAsync("Upcoming");
            await Expect(visitor.Standing).ToContainTextAsync("Bidding opens");
            await Expect(visitor.Amount).ToBeHiddenAsync();
            cameInTime();

            await lot.UntilAsync(view => view.String("status") == "open", Patience);
            await Expect(visitor.Status).ToHaveTextAsync("Open");
            await Expect(visitor.Amount).ToBeVisibleAsync();

            (await lot.DoAsync("pause")).Is(200);
            await Expect(visitor.Status).ToHaveTextAsync("Paused");
            await Expect(visitor.Standing).ToContainTextAsync("The auction is paused.");
            await Expect(visitor.Amount).ToBeHiddenAsync();

            (await lot.DoAsync("resume")).Is(200);
            await Expect(visitor.Amount).ToBeVisibleAsync();

            (await lot.CancelAsync()).Is(200);
            await Expect(visitor.Status).ToHaveTextAsync("Cancelled");
            await Expect(visitor.Page.Locator("#time-note")).ToContainTextAsync("Withdrawn");
            await Expect(visitor.Amount).ToBeHiddenAsync();
        });

    [Fact]
    public async Task Between_the_end_and_the_hammer_the_last_bids_are_being_counted()
    {
        // So long that no browser of a busy machine sleeps through it.
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, "--Engine:DrainMs", "10000");
        await Punctual.PlayAsync(
            7, (closesAt, cameInTime) => CountLastBidsAsync(server, closesAt, cameInTime));
    }

    private async Task CountLastBidsAsync(ServerProcess server, DateTimeOffset closesAt, Action cameInTime)
    {
        var lot = await Lot.CreateAsync(server.Api, "sally", ("closesAt", closesAt));
        await using var visitor = await browsers.VisitAsync(server.Url);

        // What the page said is kept, rather than hoped to be caught.
        await visitor.Page.AddInitScriptAsync(
            "window.said = []; addEventListener('DOMContentLoaded', () => new MutationObserver(() => " +
            "window.said.push(document.getElementById('status').textContent))" +
            ".observe(document.getElementById('status'), { childList: true, subtree: true, characterData: true }));");
        await visitor.OpenAsync(lot);
        cameInTime();
        await lot.UntilAsync(view => view.String("status") == "unsold", Patience);
        await Expect(visitor.Status).ToHaveTextAsync("Unsold");

        Assert.Contains(
            "Last bids are being counted", await visitor.Page.EvaluateAsync<string[]>("window.said"));
    }

    private static string WallClock(int offMs) =>
        $$"""
          const Real = Date;
          Date = class extends Real {
            constructor(...given) { given.length ? super(...given) : super(Real.now() + ({{offMs}})); }
            static now() { return Real.now() + ({{offMs}}); }
          };
          """;

    // A page that is not drawn for a moment shows a second of before.
    private static async Task AssertCountdownAsync(Visitor visitor, Lot lot) =>
        await Eventually.IsAsync(() => IsRightAsync(visitor, lot), right => right, Eventually.Deadline);

    // The server runs on this machine, so its clock is this process's.
    private static async Task<bool> IsRightAsync(Visitor visitor, Lot lot)
    {
        var closesAt = (await lot.ViewAsync())["closesAt"].GetDateTimeOffset();
        var before = (closesAt - DateTimeOffset.UtcNow).TotalSeconds;
        var shown = await visitor.SecondsLeftAsync();
        var after = (closesAt - DateTimeOffset.UtcNow).TotalSeconds;
        return shown >= after - 1 && shown <= before + 2;
    }
}
