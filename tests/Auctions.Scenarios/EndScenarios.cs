using System.Text.Json.Nodes;
using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>What moves the end: soft closes, operators, pauses; and who may end an auction early.</summary>
public abstract class EndScenarios(IScenarioHost host) : Scenario(host)
{
    [Fact]
    public async Task From_now_a_bid_in_the_window_moves_the_end_to_a_time_after_the_bid()
    {
        var lot = await CreateAsync(("closesAt", In(60)), ("softClose", Terms.SoftClose(300, 300, "from-now")));
        var before = (await lot.ViewAsync()).ServerTime;

        var bid = await lot.BidAsync("anna", 5000);

        Assert.InRange(bid.Is(201).Time("closesAt"), before.AddSeconds(300), bid.ServerTime.AddSeconds(300));
        var view = await lot.ViewAsync();
        Assert.Equal(
            (bid.Time("closesAt"), 1, 2),
            (view.Time("closesAt"), view.Number("extensions"), view.Number("sequence")));
    }

    [Fact]
    public async Task From_now_every_further_bid_in_the_window_moves_the_end_again()
    {
        var lot = await CreateAsync(("closesAt", In(60)), ("softClose", Terms.SoftClose(300, 300, "from-now")));
        var first = await lot.BidAsync("anna", 5000);

        var second = await lot.BidAsync("bert", 6000);

        Assert.True(second.Time("closesAt") > first.Time("closesAt"));
        Assert.Equal(2, (await lot.ViewAsync()).Number("extensions"));
    }

    [Fact]
    public async Task From_now_the_end_never_moves_back()
    {
        var closesAt = In(200);
        var lot = await CreateAsync(("closesAt", closesAt), ("softClose", Terms.SoftClose(300, 10, "from-now")));

        Assert.Equal(closesAt, (await lot.BidAsync("anna", 5000)).Time("closesAt"));
        Assert.Equal(0, (await lot.ViewAsync()).Number("extensions"));
    }

    [Theory]
    [InlineData("from-now")]
    [InlineData("from-end")]
    public async Task The_hard_end_bounds_every_extension(string mode)
    {
        var (closesAt, hardEnd) = (In(60), In(90));
        var soft = Terms.SoftClose(300, 300, mode);
        soft["hardEnd"] = hardEnd;
        var lot = await CreateAsync(("closesAt", closesAt), ("softClose", soft));

        Assert.Equal(hardEnd, (await lot.BidAsync("anna", 5000)).Is(201).Time("closesAt"));
    }

    [Fact]
    public async Task From_end_a_bid_in_the_window_moves_the_end_by_the_extension()
    {
        var closesAt = In(60);
        var lot = await CreateAsync(("closesAt", closesAt), ("softClose", Terms.SoftClose(300, 400, "from-end")));

        Assert.Equal(closesAt.AddSeconds(400), (await lot.BidAsync("anna", 5000)).Is(201).Time("closesAt"));
    }

    [Theory]
    [InlineData("from-now")]
    [InlineData("from-end")]
    public async Task Neither_the_leaders_raise_nor_a_refused_bid_nor_one_before_the_window_moves_the_end(string mode)
    {
        var closesAt = In(3600);
        var early = await CreateAsync(("closesAt", closesAt), ("softClose", Terms.SoftClose(60, 60, mode)));
        Assert.Equal(closesAt, (await early.BidAsync("anna", 5000)).Time("closesAt"));
        var lot = await CreateAsync(("closesAt", In(60)), ("softClose", Terms.SoftClose(300, 300, mode)));
        var first = await lot.BidAsync("anna", 5000);

        (await lot.BidAsync("bert", 1)).Is(409, "below-minimum");
        var raise = await lot.BidAsync("anna", 6000);

        Assert.Equal(first.Time("closesAt"), raise.Is(201).Time("closesAt"));
        Assert.Equal(1, (await lot.ViewAsync()).Number("extensions"));
    }

    [Fact]
    public async Task A_pause_refuses_bids_and_a_resume_moves_the_end_by_it()
    {
        var closesAt = In(3600);
        var lot = await CreateAsync(("closesAt", closesAt), ("buyItNow", 9000));
        var beforePause = (await lot.ViewAsync()).ServerTime;
        var paused = await lot.DoAsync("pause");
        Assert.Equal(
            ("paused", closesAt, 2),
            (paused.Is(200).String("status"), paused.Time("closesAt"), paused.Number("sequence")));

        (await lot.BidAsync("anna", 5000)).Is(409, "paused");
        (await lot.BuyNowAsync("anna")).Is(409, "paused");
        var beforeResume = (await lot.ViewAsync()).ServerTime;
        var resumed = await lot.DoAsync("resume");

        Assert.Equal("open", resumed.Is(200).String("status"));
        Assert.InRange(
            resumed.Time("closesAt") - closesAt,
            beforeResume - paused.ServerTime,
            resumed.ServerTime - beforePause);
        (await lot.BidAsync("anna", 5000)).Is(201);
    }

    [Fact]
    public async Task Pausing_and_resuming_twice_changes_nothing()
    {
        var lot = await CreateAsync();

        Assert.Equal(1, (await lot.DoAsync("resume")).Is(200).Number("sequence"));
        await lot.DoAsync("pause");
        Assert.Equal(2, (await lot.DoAsync("pause")).Is(200).Number("sequence"));
    }

    [Fact]
    public Task A_paused_auction_does_not_end_by_the_clock() =>
        PunctuallyAsync(2, async (closesAt, cameInTime) =>
        {
            var lot = await CreateAsync(("closesAt", closesAt));
            await lot.DoAsync("pause");
            cameInTime();

            var later = await lot.UntilAsync(view => view.ServerTime > closesAt.AddSeconds(1), Until(closesAt));

            Assert.Equal("paused", later.String("status"));
            Assert.True((await lot.DoAsync("resume")).Time("closesAt") > later.ServerTime);
        });

    [Fact]
    public async Task An_operator_moves_the_end_to_a_later_time_only()
    {
        var (closesAt, later) = (In(3600), In(7200));
        var lot = await CreateAsync(("closesAt", closesAt));

        var extended = await ExtendAsync(lot, later);

        Assert.Equal(
            (later, 2, "\"2\""),
            (extended.Is(200).Time("closesAt"), extended.Number("sequence"), extended.Header("ETag")));
        Assert.Equal(2, (await ExtendAsync(lot, later)).Is(200).Number("sequence"));
        (await ExtendAsync(lot, closesAt)).Is(409, "end-not-later");
        Assert.Equal("/closesAt", (await ExtendAsync(lot, "later")).Is(400, "invalid").Pointers);
        Assert.Equal("/closesAt", (await ExtendAsync(lot, "2999-01-01T00:00:00Z")).Is(400, "invalid").Pointers);
        await lot.CloseAsync();
        (await ExtendAsync(lot, In(9000))).Is(409, "closed");
    }

    [Fact]
    public async Task An_operator_closes_at_the_price_reached_and_again_without_effect()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000);
        await lot.BidAsync("bert", 3000);

        var closed = await lot.CloseAsync();

        Assert.Equal(
            ("sold", 3100, "Bidder 1", 4, "null"),
            (closed.Is(200).String("status"), closed.Number("price"), closed.String("leader"),
                closed.Number("sequence"), closed["minimumBid"].GetRawText()));
        Assert.True(closed.Time("closesAt") <= closed.ServerTime);
        Assert.Equal(closed.Without("serverTime"), (await lot.CloseAsync()).Is(200).Without("serverTime"));
        Assert.Equal(closed.Without("serverTime"), (await lot.ViewAsync()).Without("serverTime"));
    }

    [Fact]
    public async Task A_lot_without_a_bid_closes_unsold()
    {
        var closed = await (await CreateAsync()).CloseAsync();

        Assert.Equal(("unsold", "null"), (closed.Is(200).String("status"), closed["price"].GetRawText()));
    }

    [Fact]
    public async Task A_seller_withdraws_the_own_lot_while_there_is_no_bid()
    {
        var seller = Host.Tokens.Bearer(Someone("seller"), "sell");
        var (lot, wanted) = (await Lot.CreateAsync(Api, seller), await Lot.CreateAsync(Api, seller));
        await wanted.BidAsync("anna", 5000);

        (await wanted.CancelAsync(seller)).Is(409, "has-bids");
        (await lot.CancelAsync(Host.Tokens.Bearer(Someone("seller"), "sell"))).Is(403, "not-seller");
        var cancelled = await lot.CancelAsync(seller);

        Assert.Equal(("cancelled", 2), (cancelled.Is(200).String("status"), cancelled.Number("sequence")));
        Assert.Equal(2, (await lot.CancelAsync(seller)).Is(200).Number("sequence"));
    }

    [Fact]
    public async Task An_operator_withdraws_any_lot_that_has_not_ended()
    {
        var (lot, ended) = (await CreateAsync(), await CreateAsync());
        await lot.BidAsync("anna", 5000);
        await ended.CloseAsync();

        var cancelled = await lot.CancelAsync(Host.Tokens.Bearer("op", "operate"));
        Assert.Equal("cancelled", cancelled.Is(200).String("status"));
        (await ended.CancelAsync()).Is(409, "closed");
        (await lot.CloseAsync()).Is(409, "cancelled");
        (await lot.DoAsync("pause")).Is(409, "cancelled");
        (await lot.DoAsync("resume")).Is(409, "cancelled");
    }

    [Theory]
    [InlineData("{}", "/reason")]
    [InlineData("{\"reason\":\"\"}", "/reason")]
    [InlineData("{\"reason\":5}", "/reason")]
    [InlineData("{\"reason\":\"It broke.\",\"by\":\"me\"}", "/by")]
    public async Task A_withdrawal_says_why(string body, string pointers)
    {
        var lot = await CreateAsync();

        var reply = await Api.SendAsync(HttpMethod.Post, $"{lot.Path}/cancel", Lot.Operator, body: Api.Json(body));

        Assert.Equal(pointers, reply.Is(400, "invalid").Pointers);
        Assert.Equal("open", (await lot.ViewAsync()).String("status"));
    }

    [Fact]
    public async Task Calls_without_a_body_take_an_empty_object_and_nothing_else()
    {
        var lot = await CreateAsync(("buyItNow", 9000));

        (await lot.DoAsync("close", body: new JsonObject { ["x"] = 1 })).Is(400, "invalid");
        (await Api.PostAsync($"{lot.Path}/buy-it-now", "anna", "k1", new JsonObject { ["amount"] = 1 }))
            .Is(400, "invalid");
        (await Api.PostAsync($"{lot.Path}/buy-it-now", "anna", "k1", new JsonObject())).Is(201);
        (await lot.DoAsync("close", body: new JsonObject())).Is(200);
    }

    private static Task<Reply> ExtendAsync(Lot lot, JsonNode closesAt) =>
        lot.DoAsync("extend", body: new JsonObject { ["closesAt"] = closesAt });
}
