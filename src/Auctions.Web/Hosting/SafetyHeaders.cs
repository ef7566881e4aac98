using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Auctions.Web.Hosting;

/// <summary>
/// What every answer tells a browser not to do with it, also an answer that says that something broke. They are set as
/// the answer leaves: an error empties the headers that were set before it.
/// </summary>
internal static class SafetyHeaders
{
    /// <summary>A page loads, calls and sends forms to what is served here alone; nothing inline runs.</summary>
    public const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>What is no page loads nothing, also if a browser shows it as one.</summary>
    public const string OtherPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private const string Permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    // A year. Whether its other hosts speak https too is for the owner of the domain to say.
    private const string StrictTransport = "max-age=31536000";

    /// <summary>Goes before everything that may answer.</summary>
    public static void UseSafetyHeaders(this WebApplication app)
    {
        // Who tries things out on https://localhost would find plain http refused there for a year.
        Func<object, Task> set = app.Environment.IsDevelopment() ? SetAsync : SetWithTransportAsync;
        app.Use((http, next) =>
        {
            http.Response.OnStarting(set, http);
            return next(http);
        });
    }

    private static Task SetAsync(object state)
    {
        var headers = ((HttpContext)state).Response.Headers;
        var isPage = headers.ContentType.ToString().StartsWith("text/html", StringComparison.Ordinal);
        headers.ContentSecurityPolicy = isPage ? PagePolicy : OtherPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (headers.CacheControl.Count == 0)
        {
            // Pages and assets say what may be kept. All else is somebody's own, or old in a moment.
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    private static Task SetWithTransportAsync(object state)
    {
        var http = (HttpContext)state;
        if (http.Request.IsHttps)
        {
            http.Response.Headers.StrictTransportSecurity = StrictTransport;
        }

        return SetAsync(state);
    }
}
