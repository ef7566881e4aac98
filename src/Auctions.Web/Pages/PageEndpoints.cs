using System.Collections.Frozen;
using System.Security.Cryptography;
using Auctions.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Auctions.Web.Pages;

/// <summary>The pages and what they load, from this assembly's resources: nothing to deploy beside it.</summary>
internal static class PageEndpoints
{
    private const string ResourcePrefix = "pages/";

    private static readonly FrozenDictionary<string, Page> Pages = Load();

    private sealed record Page(byte[] Bytes, string ContentType, EntityTagHeaderValue Tag);

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext http) => Answer("index.html", http)).ExcludeFromDescription();
        routes.MapGet("/auctions/{id}", (string id, HttpContext http) => Answer("auction.html", http))
            .ExcludeFromDescription();
        routes.MapGet("/assets/{name}", (string name, HttpContext http) => Answer(name, http)).ExcludeFromDescription();
    }

    private static IResult Answer(string name, HttpContext http)
    {
        if (!Pages.TryGetValue(name, out var page))
        {
            return new Problem(StatusCodes.Status404NotFound, "not-found", "There is nothing at this address.");
        }

        // A new version of the server shows at once: browsers ask each time, and mostly hear "not modified".
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        return TypedResults.Bytes(page.Bytes, page.ContentType, entityTag: page.Tag);
    }

    private static FrozenDictionary<string, Page> Load()
    {
        var assembly = typeof(PageEndpoints).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[ResourcePrefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
                var tag = new EntityTagHeaderValue($"\"{hash}\"");
                return new Page(bytes, ContentType(Path.GetExtension(name)), tag);
            });
    }

    private static string ContentType(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".js" => "text/javascript; charset=utf-8",
        _ => "application/octet-stream",
    };
}
