using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Auctions.Web.Http;

/// <summary>
/// Names the activity of a request by its method and route, as OpenTelemetry's conventions for HTTP have it. The server
/// gives all of them one name.
/// </summary>
internal static class RequestActivity
{
    /// <summary>Middleware behind the routing.</summary>
    public static Task NameAsync(HttpContext http, RequestDelegate next)
    {
        if (Activity.Current is { IsAllDataRequested: true } activity && http.GetEndpoint() is RouteEndpoint endpoint)
        {
            activity.DisplayName = $"{http.Request.Method} {endpoint.RoutePattern.RawText}";
            activity.SetTag("http.route", endpoint.RoutePattern.RawText);
        }

        return next(http);
    }
}
