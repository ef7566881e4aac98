using Auctions.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Internal;

/// <summary>The figure that silos are scaled by, for KEDA's metrics-api scaler: its <c>silos</c>.</summary>
internal static class ScalingEndpoint
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    public static async Task<IResult> AnswerAsync(HttpContext http, ScalingDesk desk)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (body, refusal) = await desk.AskAsync(http.RequestAborted);
        return body is null
            ? new Problem(
                StatusCodes.Status503ServiceUnavailable,
                "scaling-unknown",
                "How many silos are needed is not known now.")
            {
                Detail = refusal,
                RetryAfter = Again,
            }
            : new JsonAnswer<ScalingBody>(body, ScalingJson.Default.ScalingBody);
    }
}
