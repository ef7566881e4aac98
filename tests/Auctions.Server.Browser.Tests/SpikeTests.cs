using System.Diagnostics;
using System.Text.RegularExpressions;
using Auctions.Scenarios.Support;
using Auctions.Server.Browser.Tests.Support;
using Auctions.Server.Tests.Support;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Auctions.Server.Browser.Tests;

/// <summary>One auction among ten thousand gets hot while an operator looks.</summary>
[Collection(BrowserSuite.Name)]
[Trait("Category", "Long")]
public sealed class SpikeTests(Browsers browsers, ITestOutputHelper output)
{
    private const int Lots = 10_000;
    private const int Sellers = 64;
    private const int Bidders = 128;
    private const int BidsBefore = 60;

    // What the dashboard promises, and how many times it a test may take.
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);
    private const int Patience = 5;

    private static readonly TimeSpan Held = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task A_spike_on_one_auction_among_ten_thousand_is_named_with_shard_process_and_the_part_that_grew()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);
        var lots = await CreateAsync(server.Api);
        var hot = lots[Lots / 2];
        await using var visitor = await browsers.VisitAsync("olga");
        await visitor.Page.GotoAsync(new Uri(server.Url, "/ops/hotspots?window=5").ToString());
        await Expect(visitor.Connection).ToHaveTextAsync("Live");

        // It has had bids now and then, as others have: enough in each window for something to grow from.
        for (var bid = 1; bid <= BidsBefore; bid++)
        {
            (await hot.BidAsync($"b{bid}", AmountOf(bid))).Is(201);
            (await lots[bid].BidAsync("anna", 5_000)).Is(201);
            await Task.Delay(Calm);
        }

        // Somebody else holds the hot auction's shard again and again, so that it is clear which part has to grow.
        var row = visitor.Page.Locator("#top tbody tr").First;
        using var stopping = new CancellationTokenSource();
        var began = Stopwatch.StartNew();
        var spike = Enumerable.Range(0, Bidders)
            .Select(bidder => BidUntilAsync(hot, bidder, stopping.Token)).ToArray();
        var holding = Task.Run(() => HoldAsync(data.Path, hot.Id, stopping.Token));
        await Expect(row.Locator($"a[href*='{hot.Id}']")).ToBeVisibleAsync();
        await Expect(row.Locator("td").Nth(4)).ToHaveTextAsync(new Regex("^[0-9]{2}"));
        var named = began.Elapsed;
        await Expect(row.Locator("td").Nth(2)).ToHaveTextAsync(new Regex("^[0-3]$"));
        await Expect(row.Locator("td").Nth(3)).ToContainTextAsync("server ");
        await Expect(row).ToContainTextAsync("commit grew");
        await stopping.CancelAsync();
        var bids = await Task.WhenAll(spike);
        await holding;

        output.WriteLine($"{bids.Sum()} bids; named after {named.TotalSeconds:0.00} s");
        Assert.InRange(named, TimeSpan.Zero, Patience * Promised);
    }

    private static async Task HoldAsync(string data, string auction, CancellationToken stopping)
    {
        using var shard = new Database(data, Database.ShardOf(data, auction));
        while (!stopping.IsCancellationRequested)
        {
            shard.Run("begin immediate");
            await Task.Delay(Held, CancellationToken.None);
            shard.Run("rollback");
            await Task.Delay(Held, CancellationToken.None);
        }
    }

    private static long AmountOf(long bid) => 20_000 * bid;

    private static async Task<Lot[]> CreateAsync(Api api)
    {
        var lots = new Lot[Lots];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Sellers };
        await Parallel.ForAsync(0, Lots, parallel, async (lot, _) =>
            lots[lot] = await Lot.CreateAsync(api, $"seller-{lot % Sellers}", ("title", $"Lot {lot}")));
        return lots;
    }

    private static async Task<int> BidUntilAsync(Lot lot, int bidder, CancellationToken stopping)
    {
        var bids = 0;
        for (var round = 1; !stopping.IsCancellationRequested; round++)
        {
            await lot.BidAsync($"bidder-{bidder}", AmountOf(BidsBefore + (round * Bidders) + bidder));
            bids++;
        }

        return bids;
    }
}
