using System.Net.Http.Headers;
using System.Text.Json;
using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Web.Identity;
using Auctions.Web.Tests.Support;

namespace Auctions.Web.Tests.Hotspots;

/// <summary>What operators may ask for about a hot auction, and who is one.</summary>
public sealed class RemedyEndpointTests : IAsyncLifetime
{
    private const string Path = "/ops/hotspots/remedies";
    private const string Auction = "0198c0de-0000-7000-8000-000000000001";
    private const string Rest = $"\"auction\":\"{Auction}\",\"reason\":\"too hot\"";
    private const string Pin = $$"""{"kind":"pin",{{Rest}},"shard":3,"dryRun":false}""";

    private WebHost _host = null!;

    public async Task InitializeAsync() => _host = await WebHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(null, 401, "token-missing")]
    [InlineData("", 403, "scope-missing")]
    [InlineData("bid sell", 403, "scope-missing")]
    [InlineData("operator", 403, "scope-missing")]
    [InlineData("operate", 200, null)]
    public async Task Only_an_operator_may_do_or_plan_something(string? scope, int status, string? code)
    {
        foreach (var json in (string[])[Pin, Pin.Replace("false", "true", StringComparison.Ordinal)])
        {
            var (answered, body) = await _host.PostAsync(Path, json, request =>
            {
                if (scope is not null)
                {
                    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token("anna", scope));
                }
            });
            Assert.Equal((status, code), (answered, CodeOf(body)));
        }

        Assert.Equal(status == 200 ? 1 : 0, _host.Hotspots.Applied.Count);
        Assert.Equal(status == 200 ? 1 : 0, _host.Hotspots.Planned.Count);
    }

    [Theory]
    [InlineData("https://elsewhere.example", 403)]
    [InlineData(null, 403)]
    [InlineData("", 200)]
    public async Task By_cookie_it_must_come_from_a_page_of_this_site(string? origin, int status)
    {
        var (answered, body) = await _host.PostAsync(Path, Pin, request =>
        {
            request.Headers.Add("Cookie", $"auction_token={Token("anna", "operate")}");
            if (origin is not null)
            {
                request.Headers.Add(
                    "Origin", origin.Length > 0 ? origin : _host.Url.GetLeftPart(UriPartial.Authority));
            }
        });

        Assert.Equal((status, status == 200 ? null : "cross-origin"), (answered, CodeOf(body)));
        Assert.Equal(status == 200 ? 1 : 0, _host.Hotspots.Applied.Count);
    }

    [Fact]
    public async Task A_remedy_is_carried_out_in_the_name_of_the_callers_pseudonym()
    {
        var body = await AskAsync(200, Pin);

        Assert.Equal("""{"refusal":null,"steps":["One step.","Another."],"isDone":true""", Start(body));
        var (remedy, actor) = Assert.Single(_host.Hotspots.Applied);
        Assert.Equal(
            new Remedy(RemedyKind.Pin, new AuctionId(Guid.Parse(Auction)), "too hot") { Shard = 3 }, remedy);
        Assert.Equal($"{new People(new byte[32]).IdOf(PublishedKeys.Issuer, "anna")}", actor);
        Assert.Empty(_host.Hotspots.Planned);
    }

    [Theory]
    [InlineData("\"kind\":\"conflate\",\"viewsPerSecond\":2", RemedyKind.Conflate, null, 2)]
    [InlineData("\"kind\":\"migrate\",\"process\":\"silo b\"", RemedyKind.Migrate, "silo b", null)]
    [InlineData("\"kind\":\"migrate\"", RemedyKind.Migrate, null, null)]
    [InlineData("\"kind\":\"pin\"", RemedyKind.Pin, null, null)]
    public async Task A_dry_run_says_what_would_happen_and_does_nothing(
        string what, RemedyKind kind, string? process, int? views)
    {
        var body = await AskAsync(200, $$"""{{{what}},{{Rest}},"dryRun":true}""");

        Assert.Equal("""{"refusal":null,"steps":["One step.","Another."],"isDone":false""", Start(body));
        var remedy = Assert.Single(_host.Hotspots.Planned);
        Assert.Equal((kind, process, views), (remedy.Kind, remedy.Process, remedy.ViewsPerSecond));
        Assert.Empty(_host.Hotspots.Applied);
    }

    [Fact]
    public async Task What_is_refused_is_told_with_what_to_do_instead()
    {
        _host.Hotspots.Refusal = "Shard 3 is down; choose another.";

        var refused = await AskAsync(409, Pin);
        var planned = await AskAsync(200, Pin.Replace("false", "true", StringComparison.Ordinal));

        Assert.Equal("remedy-refused", CodeOf(refused));
        Assert.Equal(_host.Hotspots.Refusal, refused.GetProperty("detail").GetString());
        Assert.Equal(_host.Hotspots.Refusal, planned.GetProperty("refusal").GetString());
        Assert.False(planned.GetProperty("isDone").GetBoolean());
    }

    [Theory]
    [InlineData("{}", "/kind /auction /reason /dryRun")]
    [InlineData($$"""{"kind":"cool",{{Rest}},"dryRun":true}""", "/kind")]
    [InlineData($$"""{"kind":"Pin",{{Rest}},"dryRun":true}""", "/kind")]
    [InlineData($$"""{"kind":"pin",{{Rest}}}""", "/dryRun")]
    [InlineData($$"""{"kind":"pin",{{Rest}},"dryRun":"true"}""", "/dryRun")]
    [InlineData($$"""{"kind":"pin",{{Rest}},"dryRun":1}""", "/dryRun")]
    [InlineData("""{"kind":"pin","auction":"x","reason":"too hot","dryRun":true}""", "/auction")]
    [InlineData($$"""{"kind":"pin","auction":"{{Auction}}","reason":" ","dryRun":true}""", "/reason")]
    [InlineData($$"""{"kind":"pin",{{Rest}},"dryRun":true,"shard":-1}""", "/shard")]
    [InlineData($$"""{"kind":"pin",{{Rest}},"dryRun":true,"shard":256}""", "/shard")]
    [InlineData($$"""{"kind":"pin",{{Rest}},"dryRun":true,"shard":1.5}""", "/shard")]
    [InlineData($$"""{"kind":"pin",{{Rest}},"dryRun":true,"viewsPerSecond":1}""", "/viewsPerSecond")]
    [InlineData($$"""{"kind":"pin",{{Rest}},"dryRun":true,"process":"a"}""", "/process")]
    [InlineData($$"""{"kind":"migrate",{{Rest}},"dryRun":true,"shard":1}""", "/shard")]
    [InlineData($$"""{"kind":"migrate",{{Rest}},"dryRun":true,"process":""}""", "/process")]
    [InlineData($$"""{"kind":"conflate",{{Rest}},"dryRun":true}""", "/viewsPerSecond")]
    [InlineData($$"""{"kind":"conflate",{{Rest}},"dryRun":true,"viewsPerSecond":0}""", "/viewsPerSecond")]
    [InlineData($$"""{"kind":"conflate",{{Rest}},"dryRun":true,"viewsPerSecond":5}""", "/viewsPerSecond")]
    [InlineData($$"""{"kind":"pin",{{Rest}},"dryRun":true,"force":true}""", "/force")]
    [InlineData($$"""{"kind":"pin",{{Rest}},"dryRun":true,"dryRun":false}""", "")]
    public async Task A_body_with_something_wrong_in_it_is_refused(string json, string pointers)
    {
        var body = await AskAsync(400, json);

        Assert.Equal("invalid", CodeOf(body));
        Assert.Equal(
            pointers.Split(' '),
            body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
        Assert.Empty(_host.Hotspots.Planned);
        Assert.Empty(_host.Hotspots.Applied);
    }

    [Theory]
    [InlineData(500, 200)]
    [InlineData(501, 400)]
    public async Task A_reason_has_a_bound(int length, int status) =>
        await AskAsync(status, Pin.Replace("too hot", new string('r', length), StringComparison.Ordinal));

    private static string? CodeOf(JsonElement body) =>
        body.TryGetProperty("code", out var code) ? code.GetString() : null;

    private static string Start(JsonElement body) =>
        body.GetRawText()[..body.GetRawText().IndexOf(",\"serverTime\"", StringComparison.Ordinal)];

    private string Token(string person, string scope) => _host.Keys.Token(person, scope);

    private async Task<JsonElement> AskAsync(int status, string json)
    {
        var (answered, body) = await _host.PostAsync(Path, json, request =>
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token("anna", "operate")));
        Assert.True(status == answered, $"{answered}: {body}");
        return body;
    }
}
