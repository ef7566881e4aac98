using System.Security.Cryptography;
using Auctions.Scenarios;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Attacks;

/// <summary>Bad tokens on every call that asks for one; each kind alone is a scenario of TokenScenarios.</summary>
public sealed class TokenAttacks(AttackedServer server) : Attack(server), IClassFixture<AttackedServer>
{
    private TokenAuthority Tokens => Server.Tokens;

    [Fact]
    public async Task No_bad_token_gets_through_anywhere()
    {
        using var foreign = RSA.Create(2048);
        byte[] ByForeign(byte[] input) =>
            foreign.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var all = "bid sell operate";
        Dictionary<string, object?> With(string claim, object? value)
        {
            var claims = Tokens.Claims("mallory", all);
            claims[claim] = value;
            return claims;
        }

        var good = Tokens.Claims("mallory", all);
        var secret = Tokens.PublicKeyAsSecret().First();
        string[] bad =
        [
            TokenAuthority.Sign(new { alg = "none" }, good, _ => []),
            TokenAuthority.Sign(new { alg = "HS256", kid = "first" }, good, i => HMACSHA256.HashData(secret, i)),
            TokenAuthority.Sign(new { alg = "RS256", kid = "first" }, good, ByForeign),
            TokenAuthority.Sign(new { alg = "RS256", kid = "foreign" }, good, ByForeign),
            TokenAuthority.Sign(new { alg = "RS256", kid = "foreign", jku = Tokens.Issuer }, good, ByForeign),
            Tokens.Token(good, new { alg = "RS256", kid = "first", crit = (string[])["exp"] }),
            Tokens.Token(Tokens.Claims("mallory", all, -600, -31)),
            Tokens.Token(Tokens.Claims("mallory", all, 3_600, 7_200)),
            Tokens.Token(With("aud", "another")), Tokens.Token(With("iss", "https://evil.example")),
            Tokens.Token(With("iss", "development")), Tokens.Token(With("sub", "")), Tokens.Token(With("sub", null)),
            Tokens.Token(With("exp", null)), Tokens.Token(good)[..^20], "a.b.c.d.e", "x", "",
        ];
        foreach (var endpoint in AccessScenarios.Endpoints.Where(endpoint => (string)endpoint[2] != ""))
        {
            var (method, path) = ((string)endpoint[0], (string)endpoint[1]);
            foreach (var token in bad)
            {
                var body = method == "GET" ? "" : "{}";
                string[][] ways =
                [
                    [$"Authorization: Bearer {token}"],
                    [$"Cookie: auction_token={token}", $"Origin: {Server.Url.GetLeftPart(UriPartial.Authority)}"],
                ];
                foreach (var way in ways)
                {
                    var answer = await AskAsync(Request(
                        $"{method} {path} HTTP/1.1", body,
                        [.. way, "Idempotency-Key: k", "Content-Type: application/json", "X-User: root"]));
                    Assert.Equal((401, way[0]), (answer!.Status, way[0]));
                }
            }
        }
    }

    [Theory]
    [InlineData("{0}, {1}")]
    [InlineData("Basic {1}")]
    [InlineData("{0}\r\nAuthorization: {0}")]
    [InlineData("Bearer\t{1}x")]
    [InlineData("Bearer {1} {1}")]
    [InlineData("{1}")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    public async Task A_header_that_is_not_one_token_is_none(string header)
    {
        var bearer = Server.Bearer("anna", "bid");
        var token = bearer["Bearer ".Length..];
        var written = string.Format(System.Globalization.CultureInfo.InvariantCulture, header, bearer, token);

        var answer = await AskAsync(Request("GET /v1/users/me/bids HTTP/1.1", "", $"Authorization: {written}"));

        Assert.Contains(answer!.Status, (int[])[400, 401]);
    }

    [Theory]
    [InlineData("/v1/users/me/bids?access_token={0}")]
    [InlineData("/v1/users/me/bids?token={0}")]
    [InlineData("/v1/users/me/bids?authorization=Bearer%20{0}")]
    public async Task A_token_in_the_address_is_none(string path)
    {
        var token = Server.Bearer("anna", "bid")["Bearer ".Length..];
        var written = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, token);

        Assert.Equal(401, (await AskAsync(Request($"GET {written} HTTP/1.1")))!.Status);
        Assert.DoesNotContain(token, Server.Process.ReadLog());
    }

    [Theory]
    [InlineData("user")]
    [InlineData("sub")]
    [InlineData("bidder")]
    [InlineData("person")]
    [InlineData("id")]
    public async Task Whose_bids_are_shown_says_the_token_alone(string parameter)
    {
        var lot = await CreateAsync();
        var (anna, mallory) = (Server.Bearer("anna", "bid"), Server.Bearer("mallory-without-bids", "bid"));
        (await lot.BidAsync(anna, 50_000)).Is(201);
        await Eventually.IsAsync(
            async () => (await Api.OwnBidsAsync(anna)).Any(own => own.GetProperty("auctionId").GetString() == lot.Id),
            isThere => isThere,
            Eventually.Deadline);

        var asked = await Api.GetAsync($"/v1/users/me/bids?{parameter}=anna&auction={lot.Id}", mallory);

        Assert.Empty(asked.Is(200)["items"].EnumerateArray());
        (await Api.GetAsync("/v1/users/anna/bids", mallory)).Is(404);
    }

    [Fact]
    public async Task A_name_in_a_header_or_a_cookie_is_nobody()
    {
        string[] names = ["X-User", "X-Forwarded-User", "X-Remote-User", "Remote-User", "X-Auth-User"];
        string[] headers =
        [
            .. names.Select(name => $"{name}: a"),
            .. names.Concat(["auction_token", "auction_user", "user", "sub", "name", "session"])
                .Select(name => $"Cookie: {name}=a"),
        ];
        foreach (var header in headers)
        {
            var answer = await AskAsync(Request("GET /v1/users/me/bids HTTP/1.1", "", header));
            Assert.Equal((401, header), (answer!.Status, header));
        }
    }

    [Fact]
    public async Task A_refusal_does_not_say_which_keys_there_are()
    {
        using var foreign = RSA.Create(2048);
        var token = TokenAuthority.Sign(
            new { alg = "RS256", kid = "foreign" },
            Tokens.Claims("anna", "bid"),
            input => foreign.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        var answer = await AskAsync(Request("GET /v1/users/me/bids HTTP/1.1", "", $"Authorization: Bearer {token}"));

        Assert.Equal(401, answer!.Status);
        var challenge = answer.Headers["www-authenticate"];
        Assert.StartsWith("Bearer", challenge);
        Assert.DoesNotContain("first", challenge);
        Assert.DoesNotContain(Tokens.Issuer, challenge);
    }
}
