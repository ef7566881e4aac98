using System.Text.Json.Nodes;
using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>The cookie that counts like the header, and what keeps other sites from using it.</summary>
public abstract class CookieScenarios(IScenarioHost host) : Scenario(host)
{
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

        (await BidAsync(lot, Cookie, Api.Url.GetLeftPart(UriPartial.Authority))).Is(201);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_changing_call_from_elsewhere_is_refused(string? origin)
    {
        var lot = await CreateAsync();

        (await BidAsync(lot, Cookie, origin)).Is(403, "cross-origin");
        Assert.Equal(0, (await lot.ViewAsync()).Number("bidCount"));
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
                request.Headers.Add("Origin", Api.Url.GetLeftPart(UriPartial.Authority));
            });

        reply.Is(401);
    }

    private Task<Reply> BidAsync(Lot lot, string cookie, string? origin) =>
        SendAsync(HttpMethod.Post, $"{lot.Path}/bids", cookie, origin);

    private Task<Reply> SendAsync(HttpMethod method, string path, string cookie, string? origin) => Api.SendAsync(
        method, path, key: "k1", body: Api.Json(new JsonObject { ["amount"] = 5000 }.ToJsonString()), more: request =>
        {
            request.Headers.Add("Cookie", cookie);
            if (origin is not null)
            {
                request.Headers.TryAddWithoutValidation("Origin", origin);
            }
        });
}
