using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>Every field of a new auction, wrong in every way: 400 <c>invalid</c>, and the pointer says where.</summary>
public abstract class InvalidTermsScenarios(IScenarioHost host) : Scenario(host)
{
    public static TheoryData<string, string> WrongAmounts
    {
        get
        {
            string[] fields = ["openingPrice", "reserve", "buyItNow"];
            string[] values =
            [
                "0", "-1", "1.5", "1e2", "1e309", "1000000000000001", "9223372036854775808", "-9223372036854775809",
                "\"1000\"", "\"\uFF11\uFF10\"", "true", "[]", "{}", "999.0", "1e-400",
            ];
            var data = new TheoryData<string, string>();
            foreach (var name in fields)
            {
                foreach (var value in values)
                {
                    data.Add(name, value);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(WrongAmounts))]
    public Task An_absurd_amount_is_refused(string field, string value) => RefusesAsync(field, value, $"/{field}");

    [Theory]
    [InlineData("title")]
    [InlineData("currency")]
    [InlineData("format")]
    [InlineData("openingPrice")]
    [InlineData("increments")]
    [InlineData("closesAt")]
    public async Task A_missing_field_is_named(string field)
    {
        (await SendAsync(Terms.With((field, null)).ToJsonString())).Is(400, "invalid");
        await RefusesAsync(field, "null", $"/{field}");
    }

    [Fact]
    public async Task Everything_missing_is_named_at_once() => Assert.Equal(
        "/closesAt /currency /format /increments /openingPrice /title",
        (await SendAsync("{}")).Is(400, "invalid").Pointers);

    [Theory]
    [InlineData("title", "\"\"")]
    [InlineData("title", "\"   \"")]
    [InlineData("title", "5")]
    [InlineData("title", "[\"Lamp\"]")]
    [InlineData("title", "\"bell \\u0007\"")]
    [InlineData("title", "\"half \\ud800\"")]
    [InlineData("currency", "\"usd\"")]
    [InlineData("currency", "\"XXX\"")]
    [InlineData("currency", "\"\"")]
    [InlineData("currency", "840")]
    [InlineData("format", "\"vickrey\"")]
    [InlineData("format", "\"English\"")]
    [InlineData("format", "1")]
    [InlineData("reserve", "998")]
    [InlineData("buyItNow", "1298")]
    [InlineData("opensAt", "\"tomorrow\"")]
    [InlineData("opensAt", "\"2030-01-31\"")]
    [InlineData("opensAt", "\"2030-01-31T18:00:00\"")]
    [InlineData("opensAt", "\"2030-02-30T18:00:00Z\"")]
    [InlineData("opensAt", "\"2030-01-31T24:00:01Z\"")]
    [InlineData("opensAt", "1893456000")]
    [InlineData("closesAt", "\"2020-01-01T00:00:00Z\"")]
    [InlineData("closesAt", "\"9999-12-31T23:59:59Z\"")]
    [InlineData("closesAt", "\"0001-01-01T00:00:00+14:00\"")]
    [InlineData("closesAt", "false")]
    [InlineData("increments", "\"none\"")]
    [InlineData("increments", "5")]
    [InlineData("increments", "{}")]
    [InlineData("increments", "[]")]
    [InlineData("increments", "[{\"from\":5,\"step\":5}]")]
    [InlineData("increments", "[{\"from\":1,\"step\":5},{\"from\":1,\"step\":6}]")]
    [InlineData("softClose", "5")]
    [InlineData("softClose", "[]")]
    [InlineData("softClose", "\"yes\"")]
    public Task A_wrong_value_is_refused(string field, string value) => RefusesAsync(field, value, $"/{field}");

    [Theory]
    [InlineData("increments", "[5]", "/increments/0")]
    [InlineData("increments", "[{\"from\":1}]", "/increments/0/step")]
    [InlineData("increments", "[{\"from\":1,\"step\":0}]", "/increments/0/step")]
    [InlineData("increments", "[{\"from\":1,\"step\":1},{\"from\":-1,\"step\":1}]", "/increments/1/from")]
    [InlineData("increments", "[{\"from\":1,\"step\":1,\"to\":5}]", "/increments/0/to")]
    [InlineData("unknown", "1", "/unknown")]
    [InlineData("Title", "\"Lamp\"", "/Title")]
    [InlineData("a/b~c", "1", "/a~1b~0c")]
    public Task What_is_wrong_inside_is_named(string field, string value, string pointers) =>
        RefusesAsync(field, value, pointers);

    [Theory]
    [InlineData("{}", "/softClose/extensionSeconds /softClose/mode /softClose/windowSeconds")]
    [InlineData("{\"windowSeconds\":0,\"extensionSeconds\":9,\"mode\":\"from-now\"}", "/softClose/windowSeconds")]
    [InlineData("{\"windowSeconds\":1.5,\"extensionSeconds\":9,\"mode\":\"from-now\"}", "/softClose/windowSeconds")]
    [InlineData("{\"windowSeconds\":86401,\"extensionSeconds\":9,\"mode\":\"from-now\"}", "/softClose/windowSeconds")]
    [InlineData("{\"windowSeconds\":9,\"extensionSeconds\":-1,\"mode\":\"from-now\"}", "/softClose/extensionSeconds")]
    [InlineData("{\"windowSeconds\":9,\"extensionSeconds\":8,\"mode\":\"from-end\"}", "/softClose/extensionSeconds")]
    [InlineData("{\"windowSeconds\":9,\"extensionSeconds\":9,\"mode\":\"from-here\"}", "/softClose/mode")]
    [InlineData(
        "{\"windowSeconds\":9,\"extensionSeconds\":9,\"mode\":\"from-end\",\"maxExtensions\":0}",
        "/softClose/maxExtensions")]
    [InlineData(
        "{\"windowSeconds\":9,\"extensionSeconds\":9,\"mode\":\"from-end\",\"hardEnd\":\"2020-01-01T00:00:00Z\"}",
        "/softClose/hardEnd")]
    [InlineData(
        "{\"windowSeconds\":9,\"extensionSeconds\":9,\"mode\":\"from-end\",\"hardEnd\":\"soon\"}",
        "/softClose/hardEnd")]
    [InlineData("{\"windowSeconds\":9,\"extensionSeconds\":9,\"mode\":\"from-end\",\"x\":1}", "/softClose/x")]
    public Task A_soft_close_is_checked_field_by_field(string value, string pointers) =>
        RefusesAsync("softClose", value, pointers);

    [Fact]
    public Task A_title_has_at_most_200_characters() =>
        RefusesAsync("title", $"\"{new string('x', 201)}\"", "/title");

    [Fact]
    public Task A_table_has_at_most_64_rows() => RefusesAsync(
        "increments",
        $"[{string.Join(',', Enumerable.Range(1, 65).Select(row => $"{{\"from\":{row},\"step\":1}}"))}]",
        "/increments");

    [Fact]
    public async Task Buy_it_now_is_not_below_the_reserve() => Assert.Equal(
        "/buyItNow",
        (await SendAsync(Terms.With(("reserve", 5000), ("buyItNow", 4999)).ToJsonString()))
            .Is(400, "invalid").Pointers);

    [Fact]
    public async Task The_end_lies_after_the_opening() => Assert.Equal(
        "/closesAt",
        (await SendAsync(Terms.With(("opensAt", In(200)), ("closesAt", In(100))).ToJsonString()))
            .Is(400, "invalid").Pointers);

    [Theory]
    [InlineData(null, "idempotency-key-missing")]
    [InlineData("", "idempotency-key-invalid")]
    [InlineData("two words", "idempotency-key-invalid")]
    public async Task A_creation_needs_a_key(string? key, string code) =>
        (await Api.PostAsync("/v1/auctions", "seller", key, Terms.With())).Is(400, code);

    private async Task RefusesAsync(string field, string value, string pointers)
    {
        var reply = await SendAsync(Terms.Raw(field, value));
        Assert.Equal(pointers, reply.Is(400, "invalid").Pointers);
        Assert.All(
            reply["errors"].EnumerateArray(), error => Assert.NotEmpty(error.GetProperty("detail").GetString()!));
    }

    private Task<Reply> SendAsync(string body) =>
        Api.SendAsync(HttpMethod.Post, "/v1/auctions", "seller", Api.NewKey(), Api.Json(body));
}
