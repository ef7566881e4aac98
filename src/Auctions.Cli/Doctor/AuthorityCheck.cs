using System.Net.Http.Json;
using System.Text.Json;

namespace Auctions.Cli.Doctor;

/// <summary>The identity provider: whether it is there, and whether its keys are such that tokens can count.</summary>
internal static class AuthorityCheck
{
    private const string Area = "identity provider";
    private const string SetBoth =
        "Set Auth:Authority to its https address and Auth:Audience to this API's name there.";

    public static async Task<IReadOnlyList<Finding>> RunAsync(
        Patient patient, HttpClient http, CancellationToken cancellation)
    {
        if (!patient.SpeaksHttp)
        {
            return [];
        }

        var (authority, audience) = (patient.Setting("Auth:Authority"), patient.Setting("Auth:Audience"));
        if (string.IsNullOrEmpty(authority) || string.IsNullOrEmpty(audience))
        {
            return patient.IsDevelopment
                ? [Finding.Note(Area, "none is set; in Development X-User stands for a token.")]
                : [Finding.Fault(Area, "Auth:Authority or Auth:Audience is not set: no program starts.", SetBoth)];
        }

        if (!Uri.TryCreate(authority.TrimEnd('/') + "/", UriKind.Absolute, out var address) ||
            (address.Scheme != Uri.UriSchemeHttps && !patient.IsDevelopment))
        {
            return [Finding.Fault(Area, $"Auth:Authority is {authority}, which is no https address.", SetBoth)];
        }

        try
        {
            return await LookAsync(address, http, patient, cancellation);
        }
        catch (Exception failed) when (NoAnswer.Is(failed, cancellation))
        {
            return
            [
                Finding.Fault(
                    Area,
                    $"{address} cannot be asked for its keys: {failed.Message}",
                    "See that this machine reaches it and trusts its certificate: without its keys every token is " +
                    "refused."),
            ];
        }
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(
        Uri authority, HttpClient http, Patient patient, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri(authority, ".well-known/openid-configuration"), cancellation);
        answer.EnsureSuccessStatusCode();
        var now = patient.Time.GetUtcNow();
        var about = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        var address = new Uri(about.GetProperty("jwks_uri").GetString() ?? "");
        if (string.IsNullOrEmpty(about.GetProperty("issuer").GetString()) ||
            (address.Scheme != Uri.UriSchemeHttps && !patient.IsDevelopment))
        {
            return
            [
                Finding.Fault(
                    Area,
                    $"{authority} names no issuer, or its keys at {address}, which is no https address: no token " +
                    "counts.",
                    "Mend its document .well-known/openid-configuration."),
            ];
        }

        var keys = await http.GetFromJsonAsync<JsonElement>(address, cancellation);
        var kinds = keys.GetProperty("keys").EnumerateArray()
            .Select(key => key.TryGetProperty("kty", out var kind) ? kind.GetString() : null)
            .ToList();
        var usable = kinds.Count(kind => kind is "RSA" or "EC");
        var findings = new List<Finding>
        {
            usable > 0
                ? Finding.Ok(Area, $"{authority} publishes {usable} keys that tokens can be signed with.")
                : Finding.Fault(
                    Area, $"{authority} publishes no RSA or EC key.", "Have it sign with RS256, PS256 or ES256."),
        };

        // Dates of HTTP are whole seconds.
        const int DateSeconds = 1, SkewSeconds = 30;
        if (answer.Headers.Date is { } date && (date - now).Duration().TotalSeconds > SkewSeconds - DateSeconds)
        {
            findings.Add(Finding.Fault(
                Area,
                $"its clock is {(date - now).Duration().TotalSeconds:0} s away from this machine's; {SkewSeconds} " +
                "are allowed for.",
                "Have both follow NTP: tokens are refused as not valid yet, or count too long."));
        }

        return findings;
    }
}
