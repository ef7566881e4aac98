using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Limits;

/// <summary>What a request counts for its address, said at its endpoint; one without counts one unit.</summary>
internal sealed class RequestPrice
{
    /// <summary>A search goes through thousands of titles.</summary>
    public const int SearchUnits = 20;

    /// <summary>A list, which may be searched.</summary>
    public static readonly RequestPrice List = new(static request =>
        request.QueryString.HasValue && !string.IsNullOrWhiteSpace(request.Query["search"]) ? SearchUnits : 1);

    /// <summary>A probe: nothing, unless there is a token to be looked at.</summary>
    public static readonly RequestPrice Probe = new(static request =>
        request.Headers.Authorization.Count > 0 || request.Cookies.ContainsKey(Identity.AuthSetup.CookieName) ? 1 : 0);

    private readonly Func<HttpRequest, int> _units;

    private RequestPrice(Func<HttpRequest, int> units) => _units = units;

    /// <summary>What a request counts; its endpoint has to be known.</summary>
    public static int Of(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<RequestPrice>() is { } price ? price._units(http.Request) : 1;
}
