using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Http;

/// <summary>Errors that are not about auctions, and how they get the same shape as those that are.</summary>
internal static class CommonProblems
{
    public static readonly Problem ScopeMissing =
        new(StatusCodes.Status403Forbidden, "scope-missing", "Your token does not grant what this call needs.");

    public static readonly Problem CrossOrigin = new(
        StatusCodes.Status403Forbidden,
        "cross-origin",
        "A changing call by cookie must come from a page of this site.");

    private static readonly Problem Internal =
        new(StatusCodes.Status500InternalServerError, "internal", "Something broke here; it was logged.");

    /// <summary>Gives a body to whatever the framework refuses without one.</summary>
    public static async Task WriteAsync(StatusCodeContext context) =>
        await Of(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext);

    /// <summary>
    /// What an exception becomes: a shard that cannot be read is no bug, and the framework knows some itself.
    /// </summary>
    public static Task WriteExceptionAsync(HttpContext http)
    {
        var problem = http.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            { } error when IsUnavailable(error) => Answers.ToProblem(Unavailability.ShardUnavailable),
            BadHttpRequestException bad => Of(bad.StatusCode),
            _ => Internal,
        };
        return problem.ExecuteAsync(http);
    }

    /// <summary>Whether the journal could not be read now.</summary>
    public static bool IsUnavailable(Exception error) => error is JournalException or CodecException;

    /// <summary>Documents the problems a call may answer.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        // Whatever has a body may get it too slowly, and any call may be one too many.
        ReadOnlySpan<int> usual = statuses.Contains(413) ? [408, 429] : [429];
        foreach (var status in (IEnumerable<int>)[.. statuses, .. usual])
        {
            route.Produces<ProblemBody>(status, "application/problem+json");
        }

        return route;
    }

    /// <summary>The problem that a bare status stands for.</summary>
    public static Problem Of(int status) => status switch
    {
        401 => new(status, "token-missing", "Send a valid bearer token."),
        403 => ScopeMissing,
        404 => new(status, "not-found", "There is nothing at this address."),
        405 => new(status, "method-not-allowed", "This address does not take that method."),
        408 => new(status, "too-slow", "The request came too slowly; nothing was done."),
        412 => new(status, "precondition-failed", "What you named in If-Match is not what is here."),
        413 => new(status, "too-large", "The request is too large."),
        415 => new(status, "unsupported-media-type", "Send Content-Type: application/json."),
        >= 500 => Internal,
        _ => new(status, "invalid", "The request is not valid."),
    };
}
