using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auctions.Scenarios.Support;

/// <summary>An identity provider on a free port of this machine, and tokens of it: good ones and any other.</summary>
public sealed class TokenAuthority : IAsyncDisposable
{
    public const string Audience = "auctions";

    private const string KeyId = "first";

    private readonly RSA _key = RSA.Create(2048);
    private LocalServer? _server;

    private TokenAuthority()
    {
    }

    /// <summary>Its address, the issuer of its tokens.</summary>
    public string Issuer => _server!.Address;

    public static async Task<TokenAuthority> StartAsync()
    {
        var authority = new TokenAuthority();
        authority._server = await LocalServer.StartAsync(app =>
        {
            app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
            {
                issuer = authority.Issuer,
                jwks_uri = $"{authority.Issuer}/jwks",
            }));
            app.MapGet("/jwks", () => Results.Json(new { keys = new[] { authority.PublicKey() } }));
        });
        return authority;
    }

    /// <summary>A header value for a good token with these scopes, parted by spaces.</summary>
    public string Bearer(string subject, string scope) => $"Bearer {Token(Claims(subject, scope))}";

    /// <summary>The claims of a good token, to be spoilt; times are seconds from now.</summary>
    public Dictionary<string, object?> Claims(
        string? subject, string? scope, int validFrom = -60, int validUntil = 600)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new()
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = subject,
            ["scope"] = scope,
            ["nbf"] = now + validFrom,
            ["exp"] = now + validUntil,
        };
    }

    /// <summary>A token signed with the published key.</summary>
    public string Token(Dictionary<string, object?> claims, object? header = null) => Sign(
        header ?? new { alg = "RS256", typ = "JWT", kid = KeyId },
        claims,
        input => _key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>A token signed by any means; null claims are left out.</summary>
    public static string Sign(object header, Dictionary<string, object?> claims, Func<byte[], byte[]> sign)
    {
        var payload = claims.Where(claim => claim.Value is not null).ToDictionary();
        var input = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}." +
            Encode(JsonSerializer.SerializeToUtf8Bytes(payload));
        return $"{input}.{Encode(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>The published key in the forms that somebody may take for a secret.</summary>
    public IEnumerable<byte[]> PublicKeyAsSecret() =>
    [
        _key.ExportRSAPublicKey(),
        _key.ExportSubjectPublicKeyInfo(),
        Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()),
        _key.ExportParameters(false).Modulus!,
    ];

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _key.Dispose();
    }

    private object PublicKey()
    {
        var key = _key.ExportParameters(false);
        var (n, e) = (Encode(key.Modulus!), Encode(key.Exponent!));
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = KeyId, n, e };
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
