using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>The same key again: the same answer for the auction's life, and never a second bid.</summary>
public abstract class RepeatScenarios(IScenarioHost host) : Scenario(host)
{
    [Fact]
    public async Task The_same_key_and_amount_get_the_same_answer()
    {
        var lot = await CreateAsync();
        var first = await lot.BidAsync("anna", 5000, "k1");

        AssertSame(first, await lot.BidAsync("anna", 5000, "k1"));
        Assert.Equal(1, (await lot.ViewAsync()).Number("bidCount"));
    }

    [Fact]
    public async Task A_repeat_gets_the_first_answer_whatever_happened_since()
    {
        var lot = await CreateAsync(("softClose", Terms.SoftClose(7200, 7200, "from-now")));
        var (first, outbid) = (await lot.BidAsync("anna", 5000, "k1"), await lot.BidAsync("bert", 4000, "k1"));
        Assert.Equal("outbid", outbid.String("status"));

        await lot.BidAsync("carl", 9000);
        AssertSame(first, await lot.BidAsync("anna", 5000, "k1"));
        await lot.DoAsync("pause");
        AssertSame(first, await lot.BidAsync("anna", 5000, "k1"));
        await lot.DoAsync("resume");
        await lot.CloseAsync();
        AssertSame(first, await lot.BidAsync("anna", 5000, "k1"));
        AssertSame(outbid, await lot.BidAsync("bert", 4000, "k1"));
    }

    [Fact]
    public async Task A_repeat_on_a_withdrawn_lot_gets_the_first_answer()
    {
        var lot = await CreateAsync();
        var first = await lot.BidAsync("anna", 5000, "k1");

        await lot.CancelAsync();

        AssertSame(first, await lot.BidAsync("anna", 5000, "k1"));
    }

    [Fact]
    public async Task Copies_sent_at_once_make_one_bid()
    {
        var lot = await CreateAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => lot.BidAsync("anna", 5000, "k1")));

        var first = Assert.Single(replies, reply => !reply.IsReplayed);
        Assert.All(replies.Where(reply => reply.IsReplayed), reply => AssertSame(first, reply));
        Assert.Single(await lot.HistoryAsync());
    }

    [Fact]
    public async Task The_same_key_with_another_amount_is_refused()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000, "k1");

        (await lot.BidAsync("anna", 6000, "k1")).Is(422, "idempotency-key-reused");
        (await lot.BidAsync("anna", 5000, "k1")).Is(201);
        await lot.CloseAsync();
        (await lot.BidAsync("anna", 6000, "k1")).Is(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_bids_key_buys_nothing_and_a_purchases_key_bids_nothing()
    {
        var lot = await CreateAsync(("reserve", 8000), ("buyItNow", 9000));
        (await lot.BidAsync("anna", 5000, "k1")).Is(201);

        (await lot.BuyNowAsync("anna", "k1")).Is(422, "idempotency-key-reused");
        (await lot.BuyNowAsync("bert", "k2")).Is(201);
        (await lot.BidAsync("bert", 9000, "k2")).Is(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_refused_bid_leaves_its_key_free_for_any_amount()
    {
        var lot = await CreateAsync();
        (await lot.BidAsync("anna", 1, "k1")).Is(409, "below-minimum");

        var decidedAnew = await lot.BidAsync("anna", 5000, "k1");

        Assert.False(decidedAnew.Is(201).IsReplayed);
        Assert.False(decidedAnew["replayed"].GetBoolean());
    }

    [Fact]
    public async Task Somebody_elses_key_reveals_nothing()
    {
        var lot = await CreateAsync();
        var first = await lot.BidAsync("anna", 5000, "k1");

        var other = await lot.BidAsync("bert", 5000, "k1");

        Assert.False(other.Is(201).IsReplayed);
        Assert.NotEqual(first.String("bidId"), other.String("bidId"));
        Assert.Equal((3, "outbid"), (other.Number("sequence"), other.String("status")));
    }

    [Fact]
    public async Task A_key_counts_for_one_auction_only()
    {
        var (one, other) = (await CreateAsync(), await CreateAsync());
        (await one.BidAsync("anna", 5000, "k1")).Is(201);

        Assert.False((await other.BidAsync("anna", 6000, "k1")).Is(201).IsReplayed);
    }

    [Fact]
    public async Task Keys_differ_by_case_and_every_character()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000, "key");

        Assert.False((await lot.BidAsync("anna", 6000, "Key")).Is(201).IsReplayed);
        Assert.False((await lot.BidAsync("anna", 7000, "key/")).Is(201).IsReplayed);
    }

    [Fact]
    public async Task A_purchase_sent_again_gets_the_same_answer()
    {
        var lot = await CreateAsync(("buyItNow", 9000));
        var first = await lot.BuyNowAsync("anna", "k1");

        AssertSame(first, await lot.BuyNowAsync("anna", "k1"));
    }

    private static void AssertSame(Reply first, Reply again)
    {
        Assert.Equal(first.Is(201).Without("serverTime", "replayed"), again.Is(201).Without("serverTime", "replayed"));
        Assert.Equal((false, false), (first.IsReplayed, first["replayed"].GetBoolean()));
        Assert.Equal((true, true), (again.IsReplayed, again["replayed"].GetBoolean()));
    }
}
