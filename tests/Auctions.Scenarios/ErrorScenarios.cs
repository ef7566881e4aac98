using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>Errors that are not about auctions have the same shape; nothing says what runs here.</summary>
public abstract class ErrorScenarios(IScenarioHost host) : Scenario(host)
{
    [Theory]
    [InlineData("GET", "/nowhere")]
    [InlineData("GET", "/v1")]
    [InlineData("GET", "/v2/auctions")]
    [InlineData("POST", "/v1/auctions/x/explode")]
    [InlineData("GET", "/assets/nothing.js")]
    [InlineData("GET", "/assets/..%2fappsettings.json")]
    [InlineData("GET", "/.git/config")]
    [InlineData("GET", "/openapi/v2.json")]
    [InlineData("GET", "/openapi/v1.yaml")]
    public async Task An_unknown_address_is_not_found(string method, string path) =>
        (await Api.SendAsync(new HttpMethod(method), path, "anna")).Is(404, "not-found");

    [Theory]
    [InlineData("DELETE", "/v1/auctions", "GET, POST")]
    [InlineData("PATCH", "/v1/auctions/x", "GET")]
    [InlineData("PUT", "/v1/auctions/x/bids", "GET, POST")]
    [InlineData("GET", "/v1/auctions/x/close", "POST")]
    [InlineData("POST", "/v1/auctions/x/reserve", "PUT")]
    [InlineData("TRACE", "/v1/auctions", "GET, POST")]
    public async Task A_method_an_address_does_not_take_hears_which_it_does(string method, string path, string allowed)
    {
        var reply = await Api.SendAsync(new HttpMethod(method), path, "anna");

        Assert.Equal(allowed, reply.Is(405, "method-not-allowed").Header("Allow"));
    }

    [Fact]
    public async Task A_problem_has_the_members_of_RFC_9457_and_a_code()
    {
        var lot = await CreateAsync();
        await lot.BidAsync("anna", 5000);

        var refused = await lot.BidAsync("bert", 1);
        var invalid = await Api.PostAsync("/v1/auctions", "seller", "k1", Terms.With(("title", "")));

        Assert.Equal(
            "code minimumBid price serverTime status title type",
            string.Join(' ', refused.Json.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(
            "code errors serverTime status title type",
            string.Join(' ', invalid.Json.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(
            ["detail", "pointer"],
            invalid["errors"][0].EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Answers_do_not_say_what_runs_here()
    {
        foreach (var path in (string[])["/v1/auctions", "/nowhere", "/", "/healthz/live", "/openapi/v1.json"])
        {
            var reply = await Api.GetAsync(path);
            Assert.Null(reply.Header("Server"));
            Assert.Null(reply.Header("X-Powered-By"));
            Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
        }
    }

    [Theory]
    [InlineData("X-User: \r\n injected: yes")]
    [InlineData("Idempotency-Key: a\r\nX: b\u0000c")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Content-Length: 3")]
    [InlineData("Bad Header: x")]
    public async Task Requests_that_could_be_read_in_two_ways_are_refused(string header)
    {
        var answer = await RawHttp.SendAsync(Host.Url, "POST /v1/auctions HTTP/1.1", [header], "{}");

        Assert.StartsWith("HTTP/1.1 40", answer);
        Assert.DoesNotContain("\r\nServer:", answer);
    }

    [Fact]
    public async Task A_chunk_whose_size_overflows_is_refused_and_ends_the_connection()
    {
        var answer = await RawHttp.SendAsync(
            Host.Url,
            "POST /v1/auctions HTTP/1.1",
            ["X-User: a", "Idempotency-Key: k", "Content-Type: application/json", "Transfer-Encoding: chunked"],
            "FFFFFFFFFFFFFFFF\r\n{}\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.Contains("\"code\":\"invalid\"", answer);
        Assert.Contains("\r\nConnection: close\r\n", answer);
    }

    [Fact]
    public async Task A_page_with_another_tag_than_asked_for_fails_the_precondition() =>
        (await Api.SendAsync(HttpMethod.Get, "/assets/site.css", more: request =>
            request.Headers.TryAddWithoutValidation("If-Match", "\"other\""))).Is(412, "precondition-failed");

    [Fact]
    public async Task Headers_over_16_KiB_are_refused()
    {
        var answer = await RawHttp.SendAsync(
            Host.Url, "GET /v1/auctions HTTP/1.1", [$"X-Long: {new string('x', 17 * 1024)}"]);

        Assert.StartsWith("HTTP/1.1 431 ", answer);
    }

    [Fact]
    public async Task Probes_say_that_all_is_well()
    {
        foreach (var probe in (string[])["startup", "live", "ready"])
        {
            // Not ready is a process, too, that stood still and is not certain of the time.
            var reply = await Api.ToldAsync(() => Api.GetAsync($"/healthz/{probe}"));
            Assert.Equal("ok", reply.Is(200).String("status"));
            Assert.True(reply.Has("serverTime"));
        }
    }

    [Fact]
    public async Task In_development_a_name_is_visible_characters_once()
    {
        foreach (var name in (string[])["", "two words", new string('x', 129)])
        {
            (await Api.GetAsync("/v1/users/me/bids", name)).Is(401);
        }

        (await Api.SendAsync(HttpMethod.Get, "/v1/users/me/bids", more: request =>
            request.Headers.TryAddWithoutValidation("X-User", ["anna", "bert"]))).Is(401);
        (await Api.ReadAsync("/v1/users/me/bids", new string('x', 128))).Is(200);
    }
}
