using System.Buffers.Text;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auctions.Web.Identity;

/// <summary>
/// What a token may not look like though its signature is good: anything of which two readers may understand two
/// things, or of which this one would not understand a part that it must.
/// </summary>
internal static class TokenShape
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>What is wrong; null if nothing is.</summary>
    public static string? Fault(ClaimsPrincipal caller, JsonWebToken token)
    {
        if (caller.FindAll("sub").Take(2).ToArray() is not [{ Value.Length: > 0 }])
        {
            return "The token does not name one subject.";
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token.EncodedHeader), Strict);
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token.EncodedPayload), Strict);

            // RFC 7515, 4.1.11: whoever does not understand all that it lists has to refuse, and nothing is understood
            // here.
            return header.RootElement.TryGetProperty("crit", out _)
                ? "The token needs an extension that is not known here."
                : payload.RootElement.GetProperty("sub").ValueKind == JsonValueKind.String
                    ? null
                    : "The token's subject is no text.";
        }
        catch (Exception broken) when (broken is JsonException or FormatException or KeyNotFoundException)
        {
            return "The token names something twice, or is nested too deep.";
        }
    }
}
