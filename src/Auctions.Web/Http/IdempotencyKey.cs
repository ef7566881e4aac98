using Auctions.Core;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Http;

/// <summary>The header by which a client can send the same request again without doing it twice.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    public const string ReplayedHeader = "Idempotency-Replayed";

    private static readonly Problem Missing = new(
        StatusCodes.Status400BadRequest, "idempotency-key-missing", $"Send the header {Header}.")
    {
        Detail = "Make a new key for each bid, and send the same key when you send the same bid again.",
    };

    private static readonly Problem Invalid = new(
        StatusCodes.Status400BadRequest,
        "idempotency-key-invalid",
        $"{Header} has 1 to {BidKey.LengthMax} visible ASCII characters, once.");

    public static (string? Key, Problem? Problem) Of(HttpRequest request)
    {
        var values = request.Headers[Header];
        return values switch
        {
            [] => (null, Missing),
            [{ } key] when BidKey.IsValid(key) => (key, null),
            _ => (null, Invalid),
        };
    }
}
