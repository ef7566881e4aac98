using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>The cookie that counts like the header, and what keeps other sites from using it.</summary>
public abstract class CookieScenarios(IScenarioHost host) : Scenario(host)
{
    private string Origin => Api.Url.GetLeftPart(UriPartial.Authority);

    private string Cookie => $"auction_token={Host.Tokens.Token(Host.Tokens.Claims("anna", "bid sell operate"))}";

    [Fact]
    public async Task A_cookie_counts_like_the_header() =>
        (await Api.SendAsync(HttpMethod.Get, "/v1/users/me/bids", more: request =>
            request.Headers.Add("Cookie", Cookie))).Is(200);

    [Fact]
    public async Task A_bad_token_in_a_cookie_is_refused() =>
        (await Api.SendAsync(HttpMethod.Get, "/v1/users/me/bids", more: request =>
            request.Headers.Add("Cookie", $"{Cookie}x"))).Is(401);

    [Fact]
    public async Task A_changing_call_from_a_page_of_this_site_counts()
    {
        var lot = await CreateAsync();

        (await BidAsync(lot, Cookie, Origin)).Is(201);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("https://HOST")]
    [InlineData("http://www.HOST")]
    [InlineData("http://HOST.evil.example")]
    [InlineData("http://HOST@evil.example")]
    [InlineData("http://evil.example@HOST")]
    [InlineData("http://HOST/path")]
    [InlineData("http://HOST http://evil.example")]
    [InlineData("http://HOST, http://evil.example")]
    [InlineData("HOST")]
    public async Task A_changing_call_from_elsewhere_is_refused(string? origin)
    {
        var lot = await CreateAsync();

        var written = origin?.Replace("HOST", Api.Url.Authority, StringComparison.Ordinal);

        (await BidAsync(lot, Cookie, written)).Is(403, "cross-origin");
        Assert.Equal(0, (await lot.ViewAsync()).Number("bidCount"));
    }

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("same-site", false)]
    [InlineData("cross-site", false)]
    [InlineData("none", false)]
    [InlineData("", false)]
    [InlineData("same-origin, cross-site", false)]
    public async Task What_the_browser_itself_says_of_the_page_counts_too(string site, bool counts)
    {
        var lot = await CreateAsync();

        var reply = await BidAsync(lot, Cookie, Origin, request =>
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site));

        Assert.Equal(counts ? 201 : 403, reply.Status);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task What_a_form_of_any_page_can_send_is_no_call(string? contentType)
    {
        var lot = await CreateAsync();

        var reply = await Api.SendAsync(
            HttpMethod.Post, $"{lot.Path}/bids", key: "k1", body: new ByteArrayContent("{\"amount\":5000}"u8.ToArray()),
            more: request =>
            {
                request.Headers.Add("Cookie", Cookie);
                request.Headers.Add("Origin", Origin);
                request.Content!.Headers.TryAddWithoutValidation("Content-Type", contentType);
            });

        reply.Is(415, "unsupported-media-type");
        Assert.Equal(0, (await lot.ViewAsync()).Number("bidCount"));
    }

    [Fact]
    public async Task Nothing_that_is_asked_with_GET_changes_anything()
    {
        var lot = await CreateAsync();
        (await BidAsync(lot, Cookie, Origin)).Is(201);
        var before = (await lot.ViewAsync()).Without("serverTime");

        string[] calls =
        [
            "", "/bids", "/bids?amount=9000", "/buy-it-now", "/close", "/cancel", "/extend", "/pause", "/resume",
            "/reserve",
        ];
        foreach (var call in calls)
        {
            foreach (var method in (string[])["GET", "HEAD", "OPTIONS", "get"])
            {
                await Api.SendAsync(new HttpMethod(method), $"{lot.Path}{call}", key: "k2", more: request =>
                {
                    request.Headers.Add("Cookie", Cookie);
                    request.Headers.Add("X-HTTP-Method-Override", "POST");
                });
            }
        }

        Assert.Equal(before, (await lot.ViewAsync()).Without("serverTime"));
    }

    [Theory]
    [InlineData("OPTIONS")]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task No_other_site_is_let_in_by_its_origin(string method)
    {
        foreach (var path in (string[])["/v1/auctions", "/v1/users/me/bids", "/", "/openapi/v1.json", "/nowhere"])
        {
            var reply = await Api.SendAsync(new HttpMethod(method), path, more: request =>
            {
                request.Headers.Add("Origin", "https://evil.example");
                request.Headers.Add("Access-Control-Request-Method", "POST");
                request.Headers.Add("Access-Control-Request-Headers", "authorization, idempotency-key");
            });

            Assert.DoesNotContain("Access-Control", reply.Headers, StringComparison.OrdinalIgnoreCase);
            Assert.NotEqual(204, reply.Status);
        }
    }

    [Fact]
    public async Task Every_changing_call_by_cookie_needs_the_origin()
    {
        var path = $"/v1/auctions/{Guid.CreateVersion7()}";
        foreach (var call in (string[])["bids", "buy-it-now", "close", "cancel", "extend", "pause", "resume"])
        {
            (await SendAsync(HttpMethod.Post, $"{path}/{call}", Cookie, null)).Is(403, "cross-origin");
        }

        (await SendAsync(HttpMethod.Post, "/v1/auctions", Cookie, null)).Is(403, "cross-origin");
        (await SendAsync(HttpMethod.Put, $"{path}/reserve", Cookie, null)).Is(403, "cross-origin");
        (await SendAsync(HttpMethod.Post, "/ops/hotspots/remedies", Cookie, null)).Is(403, "cross-origin");
    }

    [Fact]
    public async Task A_token_in_the_header_needs_no_origin()
    {
        var lot = await CreateAsync();

        (await lot.BidAsync(Host.Tokens.Bearer("anna", "bid"), 5000)).Is(201);
    }

    [Fact]
    public async Task A_cookie_beside_a_header_does_not_count()
    {
        var lot = await CreateAsync();

        var reply = await Api.SendAsync(
            HttpMethod.Post, $"{lot.Path}/bids", "Bearer x", "k1", Api.Json("{\"amount\":5000}"), request =>
            {
                request.Headers.Add("Cookie", Cookie);
                request.Headers.Add("Origin", Origin);
            });

        reply.Is(401);
    }

    private Task<Reply> BidAsync(
        Lot lot, string cookie, string? origin, Action<HttpRequestMessage>? more = null) =>
        SendAsync(HttpMethod.Post, $"{lot.Path}/bids", cookie, origin, more);

    private Task<Reply> SendAsync(
        HttpMethod method, string path, string cookie, string? origin, Action<HttpRequestMessage>? more = null) =>
        Api.SendAsync(method, path, key: "k1", body: Api.Json("{\"amount\":5000}"), more: request =>
        {
            more?.Invoke(request);
            request.Headers.Add("Cookie", cookie);
            if (origin is not null)
            {
                request.Headers.TryAddWithoutValidation("Origin", origin);
            }
        });
}
