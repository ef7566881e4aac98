using System.Text.Json.Nodes;
using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>Creating auctions.</summary>
public abstract class CreateScenarios(IScenarioHost host) : Scenario(host)
{
    private const string Path = "/v1/auctions";

    [Fact]
    public async Task A_new_auction_is_answered_with_its_address_and_its_view()
    {
        var seller = Someone("seller");
        var closesAt = In(3600);

        var created = await Api.PostAsync(Path, seller, "k1", Terms.With(("closesAt", closesAt)));

        created.Is(201);
        Assert.Equal($"{Path}/{created.String("id")}", created.Header("Location"));
        Assert.Equal("\"1\"", created.Header("ETag"));
        Assert.False(created.IsReplayed);
        Assert.Equal('7', created.String("id")![14]);
        Assert.Equal(
            ("Lamp", seller, "USD", "english", "open"),
            (created.String("title"), created.String("seller"), created.String("currency"), created.String("format"),
                created.String("status")));
        Assert.Equal(
            ("null", "0", "null", Terms.OpeningPrice, true),
            (created["price"].GetRawText(), created["bidCount"].GetRawText(), created["leader"].GetRawText(),
                created.Number("minimumBid"), created["reserveMet"].GetBoolean()));
        Assert.Equal(
            (closesAt, 0, 1), (created.Time("closesAt"), created.Number("extensions"), created.Number("sequence")));
        Assert.InRange(created.Time("opensAt"), created.ServerTime.AddSeconds(-30), created.ServerTime);
        Assert.False(created.Has("buyItNow"));
    }

    [Fact]
    public async Task The_address_answers_the_same_view()
    {
        var created = await Api.PostAsync(Path, Someone("seller"), "k1", Terms.With());

        var view = await Api.GetAsync(created.Header("Location")!);

        Assert.Equal(created.Without("serverTime"), view.Is(200).Without("serverTime"));
        Assert.Equal("\"1\"", view.Header("ETag"));
    }

    [Fact]
    public async Task All_optional_fields_are_taken_and_the_reserve_stays_hidden()
    {
        var (opensAt, closesAt) = (In(3600), In(7200));
        var soft = Terms.SoftClose(300, 300, "from-end");
        soft["maxExtensions"] = 6;
        soft["hardEnd"] = In(9000);

        var created = await Api.PostAsync(Path, Someone("seller"), "k1", Terms.With(
            ("reserve", 55555), ("buyItNow", 66666), ("opensAt", opensAt), ("closesAt", closesAt),
            ("softClose", soft)));

        created.Is(201);
        Assert.Equal(("upcoming", 66666L), (created.String("status"), created.Number("buyItNow")));
        Assert.Equal((opensAt, closesAt), (created.Time("opensAt"), created.Time("closesAt")));
        Assert.False(created["reserveMet"].GetBoolean());
        Assert.DoesNotContain("55555", created.Text);
        Assert.False(created.Has("reserve"));
    }

    [Fact]
    public async Task Times_with_an_offset_are_answered_in_UTC()
    {
        var created = await Api.PostAsync(
            Path, Someone("seller"), "k1", Terms.With(("closesAt", "2099-01-01T02:00:00+02:00")));

        Assert.Equal("2099-01-01T00:00:00Z", created.Is(201).String("closesAt"));
    }

    [Theory]
    [InlineData("\"ebay-us\"", 50)]
    [InlineData("\"trade-me\"", 50)]
    [InlineData("[{\"from\":1,\"step\":7}]", 7)]
    [InlineData("[{\"from\":0,\"step\":1},{\"from\":900,\"step\":33},{\"from\":1000,\"step\":99}]", 33)]
    public async Task The_increments_set_the_minimum_bid(string increments, long step)
    {
        var lot = await CreateAsync(("increments", JsonNode.Parse(increments)));

        var bid = await lot.BidAsync("anna", 5000);

        Assert.Equal(Terms.OpeningPrice + step, bid.Is(201).Number("minimumBid"));
    }

    [Fact]
    public async Task Bounds_belong_to_what_is_allowed()
    {
        const long AmountMax = 1_000_000_000_000_000;
        var created = await Api.PostAsync(Path, Someone("seller"), new string('~', 255), Terms.With(
            ("title", new string('x', 200)), ("openingPrice", 1), ("reserve", AmountMax), ("buyItNow", AmountMax),
            ("closesAt", In(100L * 365 * 86400))));

        Assert.Equal((1, AmountMax), (created.Is(201).Number("minimumBid"), created.Number("buyItNow")));
    }

    [Fact]
    public async Task The_same_key_and_body_answer_the_same_auction()
    {
        var (seller, terms) = (Someone("seller"), Terms.With());
        var first = await Api.PostAsync(Path, seller, "k1", terms);

        var again = await Api.PostAsync(Path, seller, "k1", terms);

        Assert.Equal(first.Without("serverTime"), again.Is(201).Without("serverTime"));
        Assert.True(again.IsReplayed);
        Assert.Equal(first.Header("Location"), again.Header("Location"));
    }

    [Fact]
    public async Task The_same_key_sent_many_times_at_once_makes_one_auction()
    {
        var (seller, terms) = (Someone("seller"), Terms.With());

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Api.PostAsync(Path, seller, "k1", terms)));

        Assert.Single(replies.Select(reply => reply.Is(201).String("id")).Distinct());
        Assert.Single(replies, reply => !reply.IsReplayed);
        Assert.Single((await Api.WholeAsync($"{Path}?seller={seller}"))["items"].EnumerateArray());
    }

    [Fact]
    public async Task The_same_key_answers_the_same_auction_after_it_ended()
    {
        var (seller, terms) = (Someone("seller"), Terms.With());
        var first = await Api.PostAsync(Path, seller, "k1", terms);
        await new Lot(Api, first.String("id")!, seller).CloseAsync();

        var again = await Api.PostAsync(Path, seller, "k1", terms);

        Assert.Equal((first.String("id"), "unsold"), (again.Is(201).String("id"), again.String("status")));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var seller = Someone("seller");
        var closesAt = In(3600);
        (await Api.PostAsync(Path, seller, "k1", Terms.With(("closesAt", closesAt)))).Is(201);

        var other = await Api.PostAsync(Path, seller, "k1", Terms.With(("closesAt", closesAt), ("openingPrice", 1000)));

        other.Is(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Another_sellers_same_key_is_another_key()
    {
        var terms = Terms.With();
        var first = await Api.PostAsync(Path, Someone("seller"), "k1", terms);

        var second = await Api.PostAsync(Path, Someone("seller"), "k1", terms);

        Assert.NotEqual(first.Is(201).String("id"), second.Is(201).String("id"));
        Assert.False(second.IsReplayed);
    }

    [Fact]
    public async Task A_refused_creation_leaves_its_key_free()
    {
        var seller = Someone("seller");
        (await Api.PostAsync(Path, seller, "k1", Terms.With(("title", "")))).Is(400, "invalid");

        (await Api.PostAsync(Path, seller, "k1", Terms.With())).Is(201);
    }
}
