using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auctions.Scenarios.Support;

/// <summary>An identity provider on a free port of this machine, and tokens of it: good ones and any other.</summary>
public sealed class TokenAuthority : IAsyncDisposable
{
    public const string Audience = "auctions";

    private readonly Lock _changing = new();
    private readonly List<(string Id, RSA Key)> _keys = [("first", RSA.Create(2048))];
    private HashSet<string> _published = ["first"];
    private int _questions;
    private LocalServer? _server;

    private TokenAuthority()
    {
    }

    /// <summary>Its address, the issuer of its tokens.</summary>
    public string Issuer => _server!.Address;

    /// <summary>How often it was asked what it publishes.</summary>
    public int Questions => _questions;

    /// <summary>Whether it refuses to say what it publishes.</summary>
    public bool IsDown { get; set; }

    /// <param name="certificate">With what it speaks https; null: it speaks http.</param>
    public static async Task<TokenAuthority> StartAsync(X509Certificate2? certificate = null)
    {
        var authority = new TokenAuthority();
        authority._server = await LocalServer.StartAsync(
            app =>
            {
                app.MapGet("/.well-known/openid-configuration", () => authority.Answer(count: true, () => new
                {
                    issuer = authority.Issuer,
                    jwks_uri = $"{authority.Issuer}/jwks",
                }));
                app.MapGet("/jwks", () => authority.Answer(count: false, () => new { keys = authority.PublicKeys() }));
            },
            certificate);
        return authority;
    }

    /// <summary>Makes a key that signs from now on; whoever asks hears of it, and of the others no longer.</summary>
    /// <param name="keepsOld">Whether those of before are published on.</param>
    public void Rotate(bool keepsOld)
    {
        lock (_changing)
        {
            var id = $"key-{_keys.Count}";
            _keys.Add((id, RSA.Create(2048)));
            _published = keepsOld ? [.. _published, id] : [id];
        }
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

    /// <summary>A token signed with the newest published key.</summary>
    public string Token(Dictionary<string, object?> claims, object? header = null) => Sign(
        header ?? new { alg = "RS256", typ = "JWT", kid = _keys[^1].Id }, claims, Sign);

    /// <summary>A token whose header and claims are the texts given, whatever they are, well signed.</summary>
    public string TokenOfText(string header, string claims)
    {
        var input = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{input}.{Encode(Sign(Encoding.ASCII.GetBytes(input)))}";
    }

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
        _keys[^1].Key.ExportRSAPublicKey(),
        _keys[^1].Key.ExportSubjectPublicKeyInfo(),
        Encoding.ASCII.GetBytes(_keys[^1].Key.ExportSubjectPublicKeyInfoPem()),
        _keys[^1].Key.ExportParameters(false).Modulus!,
    ];

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _keys.ForEach(key => key.Key.Dispose());
    }

    private byte[] Sign(byte[] input) =>
        _keys[^1].Key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private IResult Answer(bool count, Func<object> answer)
    {
        if (count)
        {
            Interlocked.Increment(ref _questions);
        }

        return IsDown ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Json(answer());
    }

    private object[] PublicKeys()
    {
        lock (_changing)
        {
            return [.. _keys.Where(key => _published.Contains(key.Id)).Select(key => PublicKey(key.Id, key.Key))];
        }
    }

    private static object PublicKey(string kid, RSA pair)
    {
        var key = pair.ExportParameters(false);
        var (n, e) = (Encode(key.Modulus!), Encode(key.Exponent!));
        return new { kty = "RSA", use = "sig", alg = "RS256", kid, n, e };
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
