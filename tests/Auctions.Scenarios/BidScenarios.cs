using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>Bids: the outcome table, row by row, but for repeats (<see cref="RepeatScenarios"/>).</summary>
public abstract class BidScenarios(IScenarioHost host) : Scenario(host)
{
    [Fact]
    public async Task An_accepted_bid_is_answered_in_full()
    {
        var closesAt = In(3600);
        var lot = await CreateAsync(("closesAt", closesAt));

        var bid = await lot.BidAsync("anna", 5000);

        bid.Is(201);
        Assert.True(Guid.TryParseExact(bid.String("bidId"), "D", out _));
        Assert.Equal(
            (2, "leading", Terms.OpeningPrice, 1049, closesAt, true, false),
            (bid.Number("sequence"), bid.String("status"), bid.Number("price"), bid.Number("minimumBid"),
                bid.Time("closesAt"), bid["reserveMet"].GetBoolean(), bid["replayed"].GetBoolean()));
        Assert.False(bid.IsReplayed);
    }

    [Fact]
    public async Task A_bid_is_in_the_view_once_it_is_answered()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000);

        var bid = await lot.BidAsync("bert", 6000);

        var view = await lot.ViewAsync();
        Assert.Equal(
            (bid.Number("sequence"), bid.Number("price"), bid.Number("minimumBid"), 2, "Bidder 2", "open"),
            (view.Number("sequence"), view.Number("price"), view.Number("minimumBid"), view.Number("bidCount"),
                view.String("leader"), view.String("status")));
        Assert.Equal($"\"{view.Number("sequence")}\"", view.Header("ETag"));
    }

    [Fact]
    public async Task A_bid_below_the_leaders_maximum_is_accepted_and_outbid()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 1200);

        var bid = await lot.BidAsync("bert", 1175);

        Assert.Equal(("outbid", 1200), (bid.Is(201).String("status"), bid.Number("price")));
        Assert.Equal("Bidder 1", (await lot.ViewAsync()).String("leader"));
    }

    [Fact]
    public async Task A_first_bid_below_the_opening_price_hears_the_minimum()
    {
        var lot = await CreateAsync();

        var bid = await lot.BidAsync("anna", Terms.OpeningPrice - 1);

        Assert.Equal(Terms.OpeningPrice, bid.Is(409, "below-minimum").Number("minimumBid"));
        Assert.False(bid.Has("price"));
    }

    [Fact]
    public async Task A_bid_below_the_minimum_hears_price_and_minimum()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000);

        var bid = await lot.BidAsync("bert", 1048);

        bid.Is(409, "below-minimum");
        Assert.Equal((Terms.OpeningPrice, 1049), (bid.Number("price"), bid.Number("minimumBid")));
        (await lot.BidAsync("bert", 1049)).Is(201);
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(4999)]
    [InlineData(1)]
    public async Task The_leader_must_go_above_the_own_maximum(long amount)
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000);

        (await lot.BidAsync("anna", amount)).Is(409, "not-above-own-maximum");
    }

    [Fact]
    public async Task The_leaders_raise_by_one_is_accepted_and_moves_no_price()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000);

        var raise = await lot.BidAsync("anna", 5001);

        Assert.Equal(("leading", Terms.OpeningPrice), (raise.Is(201).String("status"), raise.Number("price")));
        Assert.Equal("outbid", (await lot.BidAsync("bert", 5001)).Is(201).String("status"));
    }

    [Fact]
    public async Task A_bid_before_the_opening_is_refused()
    {
        var lot = await CreateAsync(("opensAt", In(600)));

        (await lot.BidAsync("anna", 5000)).Is(409, "not-open");
    }

    [Fact]
    public async Task A_bid_on_a_closed_auction_is_refused()
    {
        var lot = await CreateAsync();
        await lot.CloseAsync();

        (await lot.BidAsync("anna", 5000)).Is(409, "closed");
        (await lot.BidAsync("anna", 1)).Is(409, "closed");
    }

    [Fact]
    public async Task A_bid_on_a_withdrawn_lot_is_refused()
    {
        var lot = await CreateAsync();
        await lot.CancelAsync();

        (await lot.BidAsync("anna", 5000)).Is(409, "cancelled");
    }

    [Fact]
    public async Task Nobody_bids_on_the_own_lot()
    {
        var lot = await CreateAsync(("buyItNow", 9000));

        (await lot.BidAsync(lot.Seller, 5000)).Is(403, "own-auction");
        (await lot.BuyNowAsync(lot.Seller)).Is(403, "own-auction");
    }

    [Theory]
    [InlineData("00000000-0000-7000-8000-000000000000")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("1")]
    [InlineData("x' or 1=1 --")]
    [InlineData("..%2f..%2fetc")]
    [InlineData("{01a203bf-eeff-7e03-9118-a5a246cf7d19}")]
    public async Task An_unknown_auction_is_unknown_to_every_call(string id)
    {
        var lot = new Lot(Api, id, "seller");

        await IsUnknownAsync(() => lot.BidAsync("anna", 5000));
        await IsUnknownAsync(() => lot.BuyNowAsync("anna"));
        await IsUnknownAsync(() => lot.ViewAsync());
        await IsUnknownAsync(() => Api.GetAsync($"{lot.Path}/bids"));
        await IsUnknownAsync(() => Api.GetAsync($"{lot.Path}/live"));
        await IsUnknownAsync(() => lot.CloseAsync());
        await IsUnknownAsync(() => lot.DoAsync("pause"));
        await IsUnknownAsync(() => lot.DoAsync("resume"));
        await IsUnknownAsync(() => lot.CancelAsync());
        await IsUnknownAsync(() => lot.SetReserveAsync("seller", 1));

        // A process that has just started may take longer than it promises, and then tells that it does not know.
        async Task IsUnknownAsync(Func<Task<Reply>> ask) =>
            (await Eventually.IsAsync(ask, told => told.Status != 503, Eventually.Deadline)).Is(404, "unknown-auction");
    }

    [Fact]
    public async Task An_auction_has_one_address_only()
    {
        var lot = await CreateAsync();

        (await new Lot(Api, lot.Id.ToUpperInvariant(), "seller").ViewAsync()).Is(404, "unknown-auction");
        (await new Lot(Api, lot.Id.Replace("-", ""), "seller").ViewAsync()).Is(404, "unknown-auction");
    }

    [Fact]
    public async Task A_bid_needs_a_key()
    {
        var lot = await CreateAsync();

        var bid = await Api.SendAsync(
            HttpMethod.Post, $"{lot.Path}/bids", "anna", body: Api.Json("{\"amount\":5000}"));

        bid.Is(400, "idempotency-key-missing");
        (await Api.SendAsync(HttpMethod.Post, $"{lot.Path}/buy-it-now", "anna")).Is(400, "idempotency-key-missing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("tab\tbed")]
    [InlineData("k\u00E9y")]
    [InlineData("\u007f")]
    public async Task A_malformed_key_is_refused(string key)
    {
        var lot = await CreateAsync();

        var answer = await RawHttp.SendAsync(
            Host.Url,
            $"POST {lot.Path}/bids HTTP/1.1",
            ["X-User: anna", "Content-Type: application/json", $"Idempotency-Key: {key}"],
            "{\"amount\":5000}");

        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.Contains("\"idempotency-key-invalid\"", answer);
    }

    [Fact]
    public async Task A_key_has_at_most_255_characters()
    {
        var lot = await CreateAsync();

        (await lot.BidAsync("anna", 5000, new string('!', 256))).Is(400, "idempotency-key-invalid");
        (await lot.BidAsync("anna", 5000, new string('!', 255))).Is(201);
    }

    [Fact]
    public async Task Two_keys_are_none()
    {
        var lot = await CreateAsync();

        var answer = await RawHttp.SendAsync(
            Host.Url,
            $"POST {lot.Path}/bids HTTP/1.1",
            ["X-User: anna", "Content-Type: application/json", "Idempotency-Key: k1", "Idempotency-Key: k1"],
            "{\"amount\":5000}");

        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.Contains("\"idempotency-key-invalid\"", answer);
        Assert.Equal(0, (await lot.ViewAsync()).Number("bidCount"));
    }

    [Fact]
    public async Task Many_bids_at_once_have_one_order()
    {
        const int Bidders = 20;
        var lot = await CreateAsync();

        var replies = await Task.WhenAll(
            Enumerable.Range(1, Bidders).Select(bidder => lot.BidAsync($"b{bidder}", 5000 + (bidder * 1000))));

        var accepted = replies.Where(reply => reply.Status == 201).ToArray();
        Assert.All(replies.Except(accepted), reply => reply.Is(409, "below-minimum"));
        var inOrder = accepted.OrderBy(reply => reply.Number("sequence")).ToArray();
        Assert.Equal(
            Enumerable.Range(2, accepted.Length).Select(sequence => (long)sequence),
            inOrder.Select(reply => reply.Number("sequence")));
        var prices = inOrder.Select(reply => reply.Number("price")).ToArray();
        Assert.Equal(prices.Order(), prices);
        Assert.Equal(accepted.Length, (await lot.ViewAsync()).Number("bidCount"));
    }
}
