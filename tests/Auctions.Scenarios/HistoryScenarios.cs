using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>The public history of an auction, and what a bidder sees of the own bids.</summary>
public abstract class HistoryScenarios(IScenarioHost host) : Scenario(host)
{
    [Fact]
    public async Task The_history_names_each_bid_newest_first_and_no_maximum()
    {
        var lot = await CreateAsync();
        Reply[] bids =
        [
            await lot.BidAsync("anna", 515151), await lot.BidAsync("bert", 2000), await lot.BidAsync("anna", 525252),
            await lot.BidAsync("carl", 3000),
        ];
        await lot.DoAsync("pause");
        await lot.DoAsync("resume");
        (await lot.BidAsync("bert", 1)).Is(409);

        var history = await lot.HistoryAsync();

        Assert.Equal(
            [(5, "Bidder 3", 3100), (4, "Bidder 1", 2050), (3, "Bidder 2", 2050), (2, "Bidder 1", 999)],
            history.Select(bid => (
                bid.GetProperty("sequence").GetInt32(), bid.GetProperty("bidder").GetString(),
                bid.GetProperty("price").GetInt32())));
        Assert.All(history, bid => Assert.Equal(
            ["bidder", "placedAt", "price", "sequence"],
            bid.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)));
        Assert.All(history.Zip(bids.Reverse()), pair => Assert.InRange(
            pair.First.GetProperty("placedAt").GetDateTimeOffset(),
            pair.Second.ServerTime.AddSeconds(-30),
            pair.Second.ServerTime));
    }

    [Fact]
    public async Task A_history_says_of_which_moment_it_is_and_is_as_new_as_asked_or_503()
    {
        var lot = await CreateAsync();
        var bid = await lot.BidAsync("anna", 5000);
        await lot.DoAsync("pause");

        foreach (var after in (string[])["", "?after=0", "?after=2", "?after=3"])
        {
            var history = (await Api.ReadAsync($"{lot.Path}/bids{after}")).Is(200);
            Assert.Equal(1, history["items"].GetArrayLength());
            Assert.EndsWith("Z", history.String("asOf"));
            Assert.InRange(history.Time("asOf"), bid.ServerTime.AddSeconds(-1), history.ServerTime);
        }

        await IsNotYetAsync("4");
        await IsNotYetAsync("9223372036854775807", "anna");
        var nowhere = $"/v1/auctions/{Guid.CreateVersion7()}/bids";
        (await Api.ReadAsync($"{nowhere}?after=1")).Is(404, "unknown-auction");

        // What cannot be read at all is 503, too.
        async Task IsNotYetAsync(string after, string? user = null) => (await Eventually.IsAsync(
            async () => (await Api.GetAsync($"{lot.Path}/bids?after={after}", user)).Is(503),
            told => told.Code != "shard-unavailable",
            Eventually.Deadline)).Is(503, "busy");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("9223372036854775808")]
    [InlineData("")]
    [InlineData("1&after=1")]
    public async Task A_sequence_to_wait_for_is_a_number(string after)
    {
        var lot = await CreateAsync();

        Assert.Equal("/after", (await Api.GetAsync($"{lot.Path}/bids?after={after}")).Is(400, "invalid").Pointers);
    }

    [Fact]
    public async Task A_purchase_is_in_the_history()
    {
        var lot = await CreateAsync(("buyItNow", 9000));
        await lot.BuyNowAsync("anna");

        Assert.Equal(9000, Assert.Single(await lot.HistoryAsync()).GetProperty("price").GetInt32());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(10)]
    public async Task Pages_hold_every_bid_once(int limit)
    {
        var lot = await CreateAsync();
        for (var bid = 0; bid < 10; bid++)
        {
            (await lot.BidAsync($"b{bid % 3}", 1000 + (bid * 100))).Is(201);
        }

        var history = await Api.PagesAsync($"{lot.Path}/bids", limit);

        Assert.Equal(
            Enumerable.Range(2, 10).Reverse(), history.Select(bid => bid.GetProperty("sequence").GetInt32()));
    }

    [Theory]
    [InlineData("limit=0", "/limit")]
    [InlineData("limit=201", "/limit")]
    [InlineData("limit=x", "/limit")]
    [InlineData("cursor=x", "/cursor")]
    [InlineData("cursor=-1", "/cursor")]
    [InlineData("cursor=", "/cursor")]
    public async Task A_wrong_question_is_refused(string query, string pointers)
    {
        var lot = await CreateAsync();

        Assert.Equal(pointers, (await Api.GetAsync($"{lot.Path}/bids?{query}")).Is(400, "invalid").Pointers);
        if (query != "cursor=-1")
        {
            var own = await Api.GetAsync($"/v1/users/me/bids?{query}", "anna");
            Assert.Equal(pointers, own.Is(400, "invalid").Pointers);
        }
    }

    [Fact]
    public async Task A_lot_without_bids_has_an_empty_history() =>
        Assert.Empty(await (await CreateAsync()).HistoryAsync());

    [Fact]
    public async Task Own_bids_show_the_own_maximum_and_nobody_elses()
    {
        var (anna, bert) = (Someone("anna"), Someone("bert"));
        var lot = await CreateAsync();
        await lot.BidAsync(anna, 515151);
        await lot.BidAsync(bert, 2000);
        await lot.BidAsync(anna, 525252);
        await lot.BidAsync(bert, 3000);

        // A list may be a moment behind.
        var annas = await Eventually.IsAsync(
            async () => Assert.Single(await Api.OwnBidsAsync(anna)),
            own => own.GetProperty("lastSequence").GetInt32() == 4 && own.GetProperty("price").GetInt32() == 3100,
            Eventually.Deadline);
        var berts = await Api.ReadAsync("/v1/users/me/bids", bert);

        Assert.Equal((525252, 2, "Bidder 1", true, 4), (
            annas.GetProperty("maximum").GetInt32(), annas.GetProperty("bids").GetInt32(),
            annas.GetProperty("bidder").GetString(), annas.GetProperty("leading").GetBoolean(),
            annas.GetProperty("lastSequence").GetInt32()));
        Assert.Equal((lot.Id, "open", 3100), (
            annas.GetProperty("auctionId").GetString(), annas.GetProperty("status").GetString(),
            annas.GetProperty("price").GetInt32()));
        var own = Assert.Single(berts.Is(200)["items"].EnumerateArray());
        Assert.Equal((3000, false), (own.GetProperty("maximum").GetInt32(), own.GetProperty("leading").GetBoolean()));
        Assert.DoesNotContain("515151", berts.Text);
        Assert.DoesNotContain("525252", berts.Text);
        Assert.Equal(("false", "[]"), (berts["partial"].GetRawText(), berts["missingShards"].GetRawText()));
    }

    [Fact]
    public async Task Own_bids_on_one_auction_have_the_bid_that_was_accepted_a_moment_ago_and_no_other_auction()
    {
        var (anna, bert) = (Someone("anna"), Someone("bert"));
        var (lot, other) = (await CreateAsync(), await CreateAsync());
        (await other.BidAsync(anna, 7777)).Is(201);
        foreach (var amount in (int[])[1000, 2000, 4000])
        {
            var bid = (await lot.BidAsync(anna, amount)).Is(201);
            (await lot.BidAsync(bert, amount + 500)).Is(201);

            var own = Assert.Single(await Api.OwnBidsAsync(anna, lot.Id));

            Assert.Equal((lot.Id, amount, bid.Number("sequence")), (
                own.GetProperty("auctionId").GetString(), own.GetProperty("maximum").GetInt32(),
                own.GetProperty("lastSequence").GetInt64()));
        }

        Assert.Equal(7777, Assert.Single(await Api.OwnBidsAsync(anna, other.Id)).GetProperty("maximum").GetInt32());
        Assert.Empty(await Api.OwnBidsAsync(bert, other.Id));
        Assert.Empty(await Api.OwnBidsAsync(anna, $"{Guid.CreateVersion7()}"));
    }

    [Theory]
    [InlineData("auction=", "/auction")]
    [InlineData("auction=x", "/auction")]
    [InlineData("auction=x&limit=0&cursor=x", "/auction /cursor /limit")]
    [InlineData("auction=01a203bf-eeff-7e03-9118-a5a246cf7d19&cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "/cursor")]
    public async Task Own_bids_are_asked_for_by_the_id_of_one_auction(string query, string pointers) => Assert.Equal(
        pointers, (await Api.GetAsync($"/v1/users/me/bids?{query}", "anna")).Is(400, "invalid").Pointers);

    [Fact]
    public async Task Who_never_bid_has_no_bids() => Assert.Empty(await Api.OwnBidsAsync(Someone("dora")));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Own_bids_come_in_pages_last_bid_first(int limit)
    {
        var anna = Someone("anna");
        var lots = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var lot = await CreateAsync();
            (await lot.BidAsync(anna, 5000)).Is(201);
            lots.Insert(0, lot.Id);
        }

        var paged = await Api.PagesAsync("/v1/users/me/bids", limit, anna);

        Assert.Equal(lots, paged.Select(item => item.GetProperty("auctionId").GetString()!));
    }

    [Fact]
    public async Task A_purchase_and_a_lost_auction_are_among_the_own_bids()
    {
        var anna = Someone("anna");
        var (bought, lost) = (await CreateAsync(("buyItNow", 9000)), await CreateAsync());
        await bought.BuyNowAsync(anna);
        await lost.BidAsync(anna, 1000);
        await lost.BidAsync("bert", 2000);
        await lost.CloseAsync();

        var own = (await Api.OwnBidsAsync(anna)).ToDictionary(item => item.GetProperty("auctionId").GetString()!);

        Assert.Equal((9000, true, "sold"), (
            own[bought.Id].GetProperty("maximum").GetInt32(), own[bought.Id].GetProperty("leading").GetBoolean(),
            own[bought.Id].GetProperty("status").GetString()));
        Assert.Equal((1000, false, "sold"), (
            own[lost.Id].GetProperty("maximum").GetInt32(), own[lost.Id].GetProperty("leading").GetBoolean(),
            own[lost.Id].GetProperty("status").GetString()));
    }
}
