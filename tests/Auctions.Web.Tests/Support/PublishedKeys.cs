using System.Security.Cryptography;
using Auctions.Scenarios.Support;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auctions.Web.Tests.Support;

/// <summary>An authority that publishes one key at a time, of which the host hears at once.</summary>
internal sealed class PublishedKeys : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    public const string Issuer = "http://127.0.0.1:9";

    private readonly List<RSA> _keys = [RSA.Create(2048)];

    /// <summary>Takes the key back and publishes another one.</summary>
    public void Rotate() => _keys.Add(RSA.Create(2048));

    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = Issuer };
        var key = new RsaSecurityKey(_keys[^1].ExportParameters(false)) { KeyId = Id(_keys.Count) };
        configuration.SigningKeys.Add(key);
        return Task.FromResult(configuration);
    }

    public void RequestRefresh()
    {
    }

    /// <summary>A token signed with the n-th key, from 1; null: the newest.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="scope">What it grants.</param>
    /// <param name="audience">For whom.</param>
    /// <param name="validUntil">In seconds from now.</param>
    /// <param name="key">Number of the key.</param>
    public string Token(
        string subject, string scope, string audience = TokenAuthority.Audience, int validUntil = 600, int? key = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["aud"] = audience,
            ["sub"] = subject,
            ["scope"] = scope,
            ["nbf"] = now - 60,
            ["exp"] = now + validUntil,
        };
        var number = key ?? _keys.Count;
        return TokenAuthority.Sign(
            new { alg = "RS256", typ = "JWT", kid = Id(number) },
            claims,
            input => _keys[number - 1].SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public void Dispose() => _keys.ForEach(key => key.Dispose());

    private static string Id(int number) => $"key-{number}";
}
