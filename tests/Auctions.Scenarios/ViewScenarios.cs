using System.Text;
using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>The view of one auction, and lists of many.</summary>
public abstract class ViewScenarios(IScenarioHost host) : Scenario(host)
{
    // Characters.
    private const string Hundred = Fifty + Fifty, Fifty = "aaaaaaaaaaaa bbbbbbbbbbbb cccccccccccc ddddddddddd";

    private static readonly string[] Statuses =
        ["upcoming", "open", "sold", "unsold", "cancelled", "paused"];

    [Fact]
    public async Task Bids_refusals_and_views_leave_in_one_piece()
    {
        var lot = await CreateAsync();

        Reply[] replies = [await lot.BidAsync("anna", 5000), await lot.BidAsync("bert", 1), await lot.ViewAsync()];

        Assert.Equal([201, 409, 200], replies.Select(reply => reply.Status));
        Assert.All(replies, reply => Assert.Equal(
            ($"{Encoding.UTF8.GetByteCount(reply.Text)}", null),
            (reply.Header("Content-Length"), reply.Header("Transfer-Encoding"))));
    }

    [Fact]
    public async Task A_view_has_exactly_the_promised_fields()
    {
        var lot = await CreateAsync(("buyItNow", 9000), ("reserve", 5000));

        var view = await lot.ViewAsync();

        Assert.Equal(
            "bidCount buyItNow closesAt currency extensions format id leader minimumBid opensAt price reserveMet " +
            "seller sequence serverTime status title",
            string.Join(' ', view.Json.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_view_is_at_least_as_new_as_asked_or_503()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000);

        Assert.Equal(2, (await Api.GetAsync($"{lot.Path}?after=2")).Is(200).Number("sequence"));
        Assert.Equal(2, (await Api.GetAsync($"{lot.Path}?after=0")).Is(200).Number("sequence"));
        (await Api.GetAsync($"{lot.Path}?after=3")).Is(503);
        (await Api.GetAsync($"{lot.Path}?after=9223372036854775807")).Is(503);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    [InlineData("")]
    [InlineData("%D9%A1")]
    [InlineData("1&after=1")]
    public async Task A_sequence_to_wait_for_is_a_number(string after)
    {
        var lot = await CreateAsync();

        Assert.Equal("/after", (await Api.GetAsync($"{lot.Path}?after={after}")).Is(400, "invalid").Pointers);
    }

    [Fact]
    public async Task A_list_holds_views_in_the_order_of_their_ends()
    {
        var seller = Someone("seller");
        var ends = new[] { In(500), In(100), In(300), In(300), In(200) };
        foreach (var end in ends)
        {
            await Lot.CreateAsync(Api, seller, ("closesAt", end));
        }

        var list = await Api.ReadAsync($"/v1/auctions?seller={seller}&sort=closesAt");

        var items = list.Is(200)["items"].EnumerateArray().ToArray();
        Assert.Equal(ends.Order(), items.Select(item => item.GetProperty("closesAt").GetDateTimeOffset()));
        Assert.All(items, item => Assert.Equal(seller, item.GetProperty("seller").GetString()));
        Assert.Equal(("null", "false", "[]"), (
            list["nextCursor"].GetRawText(), list["partial"].GetRawText(), list["missingShards"].GetRawText()));
        Assert.InRange(list.Time("asOf"), list.ServerTime.AddSeconds(-10), list.ServerTime);
        var view = await Api.GetAsync($"/v1/auctions/{items[0].GetProperty("id").GetString()}");
        Assert.Equal(
            view.Without("serverTime"),
            string.Join('\n', items[0].EnumerateObject().Where(field => field.Name != "serverTime")
                .Select(field => $"{field.Name}: {field.Value.GetRawText()}")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Pages_hold_every_auction_once(int limit)
    {
        var seller = Someone("seller");
        var closesAt = In(1000);
        var ids = new HashSet<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await Lot.CreateAsync(Api, seller, ("closesAt", closesAt))).Id);
        }

        var paged = (await Api.PagesAsync($"/v1/auctions?seller={seller}", limit))
            .Select(item => item.GetProperty("id").GetString()!).ToArray();

        Assert.Equal(7, paged.Length);
        Assert.Equal(ids, paged.ToHashSet());
    }

    [Fact]
    public async Task A_list_is_filtered_by_status()
    {
        var seller = Someone("seller");
        var lots = new Dictionary<string, Lot>();
        foreach (var status in Statuses)
        {
            lots[status] = status == "upcoming"
                ? await Lot.CreateAsync(Api, seller, ("opensAt", In(600)))
                : await Lot.CreateAsync(Api, seller);
        }

        await lots["sold"].BidAsync("anna", 5000);
        await lots["sold"].CloseAsync();
        await lots["unsold"].CloseAsync();
        await lots["cancelled"].CancelAsync();
        await lots["paused"].DoAsync("pause");

        foreach (var status in Statuses)
        {
            var list = await Api.ReadAsync($"/v1/auctions?seller={seller}&status={status}");
            var item = Assert.Single(list.Is(200)["items"].EnumerateArray());
            Assert.Equal((lots[status].Id, status), (
                item.GetProperty("id").GetString(), item.GetProperty("status").GetString()));
        }

        var closing = await Api.ReadAsync($"/v1/auctions?seller={seller}&status=closing");
        Assert.Equal(0, closing["items"].GetArrayLength());
        Assert.Equal(6, (await Api.ReadAsync($"/v1/auctions?seller={seller}"))["items"].GetArrayLength());
    }

    [Fact]
    public async Task A_list_is_searched_for_titles_that_hold_every_word_in_either_case()
    {
        var (seller, mark) = (Someone("seller"), Someone("mark"));
        var chair = await Lot.CreateAsync(
            Api, seller, ("title", $"Großer ÄRMELSTUHL {mark}, 50 % off"), ("closesAt", In(900)));
        var chest = await Lot.CreateAsync(Api, seller, ("title", $"Stuhl\\truhe_{mark}"));
        var other = await Lot.CreateAsync(Api, Someone("seller"), ("title", $"{mark} stuhl"), ("closesAt", In(700)));
        await chest.CancelAsync();

        // A cancelled one has ended.
        Assert.Equal([chest.Id, other.Id, chair.Id], await FoundAsync($"stuhl {mark}"));
        Assert.Equal([chest.Id, other.Id, chair.Id], await FoundAsync($"  {mark.ToUpperInvariant()}\tSTUHL "));
        Assert.Equal([chair.Id], await FoundAsync($"ärmel großer {mark}"));
        Assert.Equal([chair.Id], await FoundAsync($"% {mark}"));
        Assert.Equal([chest.Id], await FoundAsync($"_{mark}"));
        Assert.Equal([chest.Id], await FoundAsync($"l\\t {mark}"));
        Assert.Empty(await FoundAsync($"stuhl_{mark}"));
        Assert.Empty(await FoundAsync($"armel {mark}"));
        Assert.Equal([chest.Id, chair.Id], await FoundAsync($"stuhl {mark}", $"&seller={seller}"));
        Assert.Equal([chair.Id], await FoundAsync($"stuhl {mark}", $"&status=open&seller={seller}&sort=closesAt"));
        Assert.Equal([chest.Id], await FoundAsync($"{mark}", "&status=cancelled"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%20%09%20")]
    [InlineData(Hundred + "k")]
    [InlineData("a b c d e f g h i")]
    [InlineData("chair%00")]
    public async Task A_search_that_cannot_be_made_is_told_what_to_do(string search)
    {
        var told = (await Api.GetAsync($"/v1/auctions?search={search}&limit=0")).Is(400, "invalid");

        Assert.Equal("/limit /search", told.Pointers);
        Assert.Matches("leave (it|some|them) out", told.Text);
    }

    [Theory]
    [InlineData("status=gone", "/status")]
    [InlineData("status=1", "/status")]
    [InlineData("status=", "/status")]
    [InlineData("sort=price", "/sort")]
    [InlineData("limit=0", "/limit")]
    [InlineData("limit=201", "/limit")]
    [InlineData("limit=-1", "/limit")]
    [InlineData("limit=ten", "/limit")]
    [InlineData("limit=1.0", "/limit")]
    [InlineData("limit=99999999999999999999", "/limit")]
    [InlineData("cursor=x", "/cursor")]
    [InlineData("cursor=", "/cursor")]
    [InlineData("cursor=________________________________", "/cursor")]
    [InlineData("cursor=AAAA%20AAAAAAAAAAAAAAAAAAAAAAAAAAA", "/cursor")]
    [InlineData("limit=0&cursor=x&status=x&sort=x", "/cursor /limit /sort /status")]
    public async Task A_wrong_question_is_refused(string query, string pointers) =>
        Assert.Equal(pointers, (await Api.GetAsync($"/v1/auctions?{query}")).Is(400, "invalid").Pointers);

    [Theory]
    [InlineData("limit=1")]
    [InlineData("limit=200")]
    [InlineData("search=%20" + Hundred + "%20")]
    [InlineData("search=%20a b c d e f g h")]
    [InlineData("search=%F0%9F%94%A8")]
    public async Task Bounds_belong_to_what_is_allowed(string query) =>
        (await Api.ReadAsync($"/v1/auctions?{query}")).Is(200);

    [Fact]
    public async Task A_seller_nobody_knows_has_an_empty_list()
    {
        foreach (var seller in (string[])["nobody", "", "%27%20or%201%3D1%20--", "%00", "%F0%9F%94%A8"])
        {
            Assert.Equal(0, (await Api.ReadAsync($"/v1/auctions?seller={seller}")).Is(200)["items"].GetArrayLength());
        }
    }

    // In pages of two, so that the cursor goes with a search.
    private async Task<IEnumerable<string>> FoundAsync(string search, string more = "") =>
        (await Api.PagesAsync($"/v1/auctions?search={Uri.EscapeDataString(search)}{more}", limit: 2))
        .Select(item => item.GetProperty("id").GetString()!);
}
