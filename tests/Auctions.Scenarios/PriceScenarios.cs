using System.Text.Json.Nodes;
using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>Who leads at which price: the vectors of rules.md over HTTP, reserve and buy-it-now.</summary>
public abstract class PriceScenarios(IScenarioHost host) : Scenario(host)
{
    // Opening price, bids "who amount" in order, who leads, at which price; table ebay-us.
    public static TheoryData<long, string, string, long> Vectors => new()
    {
        { 9900, "A 15000, X 12500", "A", 12750 },
        { 9900, "A 15000, X 12500, B 13000", "A", 13250 },
        { 9900, "A 15000, X 12500, B 20000", "B", 15250 },
        { 999, "A 1200, B 1175", "A", 1200 },
        { 9900, "A 10000, B 10000", "A", 10000 },
        { 9900, "A 17500, B 10000, C 12000, C 15000, D 17750", "D", 17750 },
        { 9900, "A 15000, B 15001", "B", 15001 },
        { 100, "A 50000, B 2499", "A", 2549 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task The_vectors_of_the_rules_hold(long opening, string bids, string leader, long price)
    {
        var lot = await CreateAsync(("openingPrice", opening));

        await AssertLeadsAsync(lot, bids, leader, price);
    }

    [Fact]
    public async Task A_new_leader_never_pays_more_than_the_own_maximum()
    {
        var lot = await CreateAsync(("openingPrice", 50), ("increments", JsonNode.Parse("[{\"from\":1,\"step\":10}]")));

        await AssertLeadsAsync(lot, "A 96, X 80", "A", 90);
        await AssertLeadsAsync(lot, "B 100", "B", 100, numbers: ["A", "X", "B"]);
    }

    [Fact]
    public async Task A_maximum_below_the_reserve_does_not_meet_it()
    {
        var lot = await CreateAsync(("reserve", 5000));

        var bid = await lot.BidAsync("anna", 4999);

        Assert.Equal((Terms.OpeningPrice, false), (bid.Is(201).Number("price"), bid["reserveMet"].GetBoolean()));
        var view = await lot.CloseAsync();
        Assert.Equal("unsold", view.Is(200).String("status"));
    }

    [Fact]
    public async Task A_maximum_that_meets_the_reserve_lifts_the_price_to_it()
    {
        var lot = await CreateAsync(("reserve", 5000));
        await lot.BidAsync("anna", 3000);

        var bid = await lot.BidAsync("bert", 8000);

        Assert.Equal((5000, true), (bid.Is(201).Number("price"), bid["reserveMet"].GetBoolean()));
        var view = await lot.CloseAsync();
        Assert.Equal(("sold", 5000), (view.String("status"), view.Number("price")));
    }

    [Fact]
    public async Task The_leaders_own_raise_may_meet_the_reserve()
    {
        var lot = await CreateAsync(("reserve", 5000));
        await lot.BidAsync("anna", 3000);

        Assert.Equal(5000, (await lot.BidAsync("anna", 5000)).Is(201).Number("price"));
    }

    [Fact]
    public async Task A_lowered_reserve_makes_no_buyer_without_a_new_bid()
    {
        var lot = await CreateAsync(("reserve", 5000));
        await lot.BidAsync("anna", 3000);

        var view = await lot.SetReserveAsync(lot.Seller, 2000);

        Assert.Equal((false, 3), (view.Is(200)["reserveMet"].GetBoolean(), view.Number("sequence")));
        Assert.Equal("\"3\"", view.Header("ETag"));
        Assert.DoesNotContain("2000", view.Text);
        Assert.Equal("unsold", (await lot.CloseAsync()).String("status"));
    }

    [Fact]
    public async Task A_new_bid_counts_against_the_lowered_reserve()
    {
        var lot = await CreateAsync(("reserve", 5000));
        await lot.BidAsync("anna", 3000);
        await lot.SetReserveAsync(lot.Seller, 2000);

        var bid = await lot.BidAsync("bert", 1500);

        Assert.Equal(
            ("outbid", 2000, true), (bid.String("status"), bid.Number("price"), bid["reserveMet"].GetBoolean()));
    }

    [Fact]
    public async Task A_dropped_reserve_is_met()
    {
        var lot = await CreateAsync(("reserve", 5000));

        Assert.True((await lot.SetReserveAsync(lot.Seller, 0)).Is(200)["reserveMet"].GetBoolean());
        await lot.BidAsync("anna", 1000);
        Assert.Equal("sold", (await lot.CloseAsync()).String("status"));
    }

    [Fact]
    public async Task A_reserve_only_falls_and_only_by_its_seller()
    {
        var lot = await CreateAsync(("reserve", 5000));

        (await lot.SetReserveAsync(lot.Seller, 5001)).Is(409, "reserve-not-lower");
        (await lot.SetReserveAsync("anna", 4000)).Is(403, "not-seller");
        Assert.Equal(1, (await lot.SetReserveAsync(lot.Seller, 5000)).Is(200).Number("sequence"));
        (await lot.SetReserveAsync(lot.Seller, 4000)).Is(200);
        (await lot.SetReserveAsync(lot.Seller, 4500)).Is(409, "reserve-not-lower");
        await lot.CloseAsync();
        (await lot.SetReserveAsync(lot.Seller, 3000)).Is(409, "closed");
    }

    [Theory]
    [InlineData("{\"amount\":-1}", "/amount")]
    [InlineData("{\"amount\":\"0\"}", "/amount")]
    [InlineData("{}", "/amount")]
    [InlineData("{\"amount\":5,\"x\":1}", "/x")]
    public async Task A_wrong_reserve_is_refused(string body, string pointers)
    {
        var lot = await CreateAsync(("reserve", 5000));

        var reply = await Api.SendAsync(HttpMethod.Put, $"{lot.Path}/reserve", lot.Seller, body: Api.Json(body));

        Assert.Equal(pointers, reply.Is(400, "invalid").Pointers);
    }

    [Fact]
    public async Task Buy_it_now_wins_and_closes_the_auction()
    {
        var lot = await CreateAsync(("buyItNow", 9000));

        var bought = await lot.BuyNowAsync("anna");

        Assert.Equal(("won", 9000), (bought.Is(201).String("status"), bought.Number("price")));
        Assert.Equal("null", bought["minimumBid"].GetRawText());
        var view = await lot.ViewAsync();
        Assert.Equal(
            ("sold", 9000, "Bidder 1", 1), (view.String("status"), view.Number("price"), view.String("leader"),
                view.Number("bidCount")));
        Assert.False(view.Has("buyItNow"));
        (await lot.BuyNowAsync("bert")).Is(409, "closed");
        (await lot.BidAsync("bert", 10000)).Is(409, "closed");
    }

    [Fact]
    public async Task Buy_it_now_goes_with_the_first_bid()
    {
        var lot = await CreateAsync(("buyItNow", 9000));
        await lot.BidAsync("anna", 1000);

        Assert.False((await lot.ViewAsync()).Has("buyItNow"));
        (await lot.BuyNowAsync("bert")).Is(409, "buy-it-now-unavailable");
    }

    [Fact]
    public async Task With_a_reserve_buy_it_now_stays_until_the_reserve_is_met()
    {
        var lot = await CreateAsync(("buyItNow", 9000), ("reserve", 5000));
        await lot.BidAsync("anna", 4000);
        Assert.Equal(9000, (await lot.ViewAsync()).Number("buyItNow"));

        await lot.BidAsync("bert", 6000);

        Assert.False((await lot.ViewAsync()).Has("buyItNow"));
        (await lot.BuyNowAsync("carl")).Is(409, "buy-it-now-unavailable");
    }

    [Fact]
    public async Task Buy_it_now_is_not_everywhere()
    {
        var lot = await CreateAsync();
        var upcoming = await CreateAsync(("buyItNow", 9000), ("opensAt", In(600)));

        (await lot.BuyNowAsync("anna")).Is(409, "buy-it-now-unavailable");
        (await upcoming.BuyNowAsync("anna")).Is(409, "not-open");
    }

    // Bidders are numbered in the order of their first bids.
    private static async Task AssertLeadsAsync(
        Lot lot, string bids, string leader, long price, List<string>? numbers = null)
    {
        numbers ??= [];
        Reply? last = null;
        foreach (var bid in bids.Split(", "))
        {
            var (who, amount) = (bid.Split(' ')[0], long.Parse(bid.Split(' ')[1]));
            if (!numbers.Contains(who))
            {
                numbers.Add(who);
            }

            last = (await lot.BidAsync(who, amount)).Is(201);
        }

        var view = await lot.ViewAsync();
        var number = int.Parse(view.String("leader")!["Bidder ".Length..]);
        Assert.Equal((leader, price), (numbers[number - 1], view.Number("price")));
        Assert.Equal(price, last!.Number("price"));
    }
}
