using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auctions.Scenarios.Support;
using Microsoft.AspNetCore.Builder;

namespace Auctions.Scenarios;

/// <summary>Tokens: what the authority signed for us counts, and nothing else.</summary>
public abstract class TokenScenarios(IScenarioHost host) : Scenario(host)
{
    private const string Needs = "/v1/users/me/bids";

    private TokenAuthority Tokens => Host.Tokens;

    [Fact]
    public async Task A_good_token_counts() =>
        (await Api.ReadAsync(Needs, Tokens.Bearer("anna", "bid"))).Is(200);

    [Theory]
    [InlineData("scope", "bid")]
    [InlineData("scope", "openid bid sell")]
    [InlineData("scp", "bid")]
    [InlineData("scp", "sell bid")]
    public async Task Scopes_are_read_from_both_claims(string claim, string value)
    {
        var claims = Tokens.Claims("anna", scope: null);
        claims[claim] = value;

        (await CallAsync(Tokens.Token(claims))).Is(200);
    }

    [Theory]
    [InlineData("scope")]
    [InlineData("scp")]
    public async Task Scopes_may_be_a_list(string claim)
    {
        var claims = Tokens.Claims("anna", scope: null);
        claims[claim] = (string[])["sell", "bid"];

        (await CallAsync(Tokens.Token(claims))).Is(200);
    }

    [Theory]
    [InlineData(-600, -31, 401)]
    [InlineData(-600, -20, 200)]
    [InlineData(20, 600, 200)]
    [InlineData(45, 600, 401)]
    public async Task A_token_counts_in_its_time_give_or_take_30_seconds(int validFrom, int validUntil, int status) =>
        (await CallAsync(Tokens.Token(Tokens.Claims("anna", "bid", validFrom, validUntil)))).Is(status);

    [Theory]
    [InlineData("aud", "another")]
    [InlineData("aud", null)]
    [InlineData("iss", "https://evil.example")]
    [InlineData("iss", "development")]
    [InlineData("iss", null)]
    [InlineData("sub", null)]
    [InlineData("sub", "")]
    [InlineData("exp", null)]
    public async Task A_token_with_a_wrong_or_missing_claim_is_refused(string claim, string? value)
    {
        var claims = Tokens.Claims("anna", "bid");
        claims[claim] = value;

        (await CallAsync(Tokens.Token(claims))).Is(401, "token-missing");
    }

    [Fact]
    public async Task A_token_without_signature_is_refused()
    {
        foreach (var alg in (string[])["none", "None", "NONE", "nOnE"])
        {
            var token = TokenAuthority.Sign(new { alg, typ = "JWT" }, Tokens.Claims("anna", "bid"), _ => []);
            (await CallAsync(token)).Is(401);
        }

        var signed = Tokens.Token(Tokens.Claims("anna", "bid"));
        (await CallAsync(signed[..(signed.LastIndexOf('.') + 1)])).Is(401);
    }

    [Fact]
    public async Task The_public_key_is_no_secret_to_sign_with()
    {
        foreach (var secret in Tokens.PublicKeyAsSecret())
        {
            (await CallAsync(TokenAuthority.Sign(
                new { alg = "HS256", typ = "JWT", kid = "first" },
                Tokens.Claims("anna", "bid"),
                input => HMACSHA256.HashData(secret, input)))).Is(401);
        }
    }

    [Fact]
    public async Task A_key_the_authority_does_not_publish_is_refused_whatever_it_is_called()
    {
        using var foreign = RSA.Create(2048);
        var jwk = foreign.ExportParameters(false);
        using var certificate = new CertificateRequest(
            "CN=evil", foreign, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var visits = 0;
        await using var evil = await LocalServer.StartAsync(app => app.Run(_ =>
        {
            Interlocked.Increment(ref visits);
            return Task.CompletedTask;
        }));
        object[] headers =
        [
            new { alg = "RS256", kid = "foreign" },
            new { alg = "RS256", kid = "first" },
            new { alg = "RS256" },
            new { alg = "RS256", kid = "foreign", jku = $"{evil.Address}/jwks" },
            new { alg = "RS256", kid = "first", jku = $"{evil.Address}/jwks", x5u = $"{evil.Address}/x5u" },
            new { alg = "RS256", kid = "foreign", x5c = (string[])[Convert.ToBase64String(certificate.RawData)] },
            new { alg = "RS256", kid = "../../dev/null" },
            new { alg = "RS256", kid = "first' or '1'='1" },
            new
            {
                alg = "RS256",
                kid = "foreign",
                jwk = new
                {
                    kty = "RSA",
                    n = System.Buffers.Text.Base64Url.EncodeToString(jwk.Modulus),
                    e = System.Buffers.Text.Base64Url.EncodeToString(jwk.Exponent),
                },
            },
        ];
        foreach (var header in headers)
        {
            (await CallAsync(TokenAuthority.Sign(
                header,
                Tokens.Claims("anna", "bid"),
                input => foreign.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))).Is(401);
        }

        Assert.Equal(0, visits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.")]
    public async Task What_is_no_token_is_refused(string token) => (await CallAsync(token)).Is(401, "token-missing");

    // Signed by the authority itself, and yet of two readers each may understand something else.
    [Theory]
    [InlineData("crit", "\"crit\":[\"exp\"],", "")]
    [InlineData("crit of nothing", "\"crit\":[],", "")]
    [InlineData("crit of an extension", "\"crit\":[\"b64\"],\"b64\":false,", "")]
    [InlineData("algorithm twice", "\"alg\":\"none\",", "")]
    [InlineData("subject twice", "", "\"sub\":\"bert\",")]
    [InlineData("scope twice", "", "\"scope\":\"operate\",")]
    [InlineData("end twice", "", "\"exp\":4102444800,")]
    [InlineData("subject twice, once by its characters' numbers", "", "\"\\u0073ub\":\"bert\",")]
    public async Task A_token_that_two_readers_may_read_in_two_ways_is_refused(string what, string header, string claim)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string Token(string more, string claims) => Tokens.TokenOfText(
            $"{{{more}\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"first\"}}",
            $"{{{claims}\"iss\":\"{Tokens.Issuer}\",\"aud\":\"auctions\",\"sub\":\"anna\",\"scope\":\"bid\"," +
            $"\"nbf\":{now - 60},\"exp\":{now + 600}}}");

        (await CallAsync(Token("", ""))).Is(200);
        Assert.Equal((what, 401), (what, (await CallAsync(Token(header, claim))).Status));
    }

    [Theory]
    [InlineData("[\"anna\"]")]
    [InlineData("[\"anna\",\"bert\"]")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"sub\":\"anna\"}")]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("null")]
    public async Task A_subject_that_is_no_text_is_nobody(string subject)
    {
        var claims = Tokens.Claims("anna", "bid");
        claims["sub"] = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(subject);

        (await CallAsync(Tokens.Token(claims))).Is(401, "token-missing");
    }

    [Theory]
    [InlineData(8_000, 200)]
    [InlineData(13_000, 431)]
    public async Task A_long_token_is_refused_by_its_length_alone(int length, int status)
    {
        var claims = Tokens.Claims("anna", "bid");
        claims["more"] = new string('x', length);
        var token = Tokens.Token(claims);

        var answer = await RawHttp.SendAsync(Host.Url, $"GET {Needs} HTTP/1.1", [$"Authorization: Bearer {token}"]);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
    }

    [Fact]
    public async Task A_changed_token_is_refused()
    {
        var token = Tokens.Token(Tokens.Claims("anna", "bid"));
        var other = Tokens.Token(Tokens.Claims("bert", "bid"));

        var mixed = string.Join('.', token.Split('.')[0], other.Split('.')[1], token.Split('.')[2]);

        (await CallAsync(mixed)).Is(401);
    }

    [Fact]
    public async Task A_seller_is_called_by_the_name_in_the_token_or_else_the_subject()
    {
        var named = Tokens.Claims(Someone("s"), "sell");
        named["name"] = "Ann\u00E9 & Sons";
        var unnamed = Tokens.Claims(Someone("s"), "sell");

        var first = await Api.PostAsync("/v1/auctions", $"Bearer {Tokens.Token(named)}", "k1", Terms.With());
        var second = await Api.PostAsync("/v1/auctions", $"Bearer {Tokens.Token(unnamed)}", "k1", Terms.With());

        Assert.Equal("Ann\u00E9 & Sons", first.Is(201).String("seller"));
        Assert.Equal(unnamed["sub"], second.Is(201).String("seller"));
    }

    [Fact]
    public async Task People_of_two_issuers_are_two_people()
    {
        var lot = await CreateAsync();
        var anna = Someone("anna");
        (await lot.BidAsync(anna, 5000, "k1")).Is(201);

        var other = await lot.BidAsync(Tokens.Bearer(anna, "bid"), 6000, "k1");

        Assert.Equal("leading", other.Is(201).String("status"));
        Assert.Equal("Bidder 2", (await lot.ViewAsync()).String("leader"));
    }

    [Fact]
    public async Task A_name_or_address_in_the_token_makes_nobody_else()
    {
        var lot = await CreateAsync();
        var claims = Tokens.Claims(Someone("anna"), "bid");
        (await lot.BidAsync($"Bearer {Tokens.Token(claims)}", 5000, "k1")).Is(201);
        claims["name"] = "Another";
        claims["email"] = "another@example.org";

        Assert.True((await lot.BidAsync($"Bearer {Tokens.Token(claims)}", 5000, "k1")).Is(201).IsReplayed);
    }

    private Task<Reply> CallAsync(string token) => Api.ReadAsync(Needs, $"Bearer {token}");
}
