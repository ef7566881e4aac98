namespace Auctions.Server.Tests.Fuzz;

/// <summary>A call of the API as its document names it, and what a sensible request for it holds.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, with <c>{id}</c> for an auction's.</param>
/// <param name="Body">What the body says.</param>
/// <param name="HasKey">Whether it needs an idempotency key.</param>
/// <param name="Query">The parameters it takes.</param>
/// <param name="Weight">How often it is drawn.</param>
internal sealed record Endpoint(
    string Method, string Path, BodyKind Body = BodyKind.None, bool HasKey = false, string Query = "", int Weight = 4)
{
    public static readonly Endpoint Create = new("POST", "/v1/auctions", BodyKind.Terms, HasKey: true, Weight: 12);
    public static readonly Endpoint View = new("GET", "/v1/auctions/{id}", Query: "after");
    public static readonly Endpoint Feed = new("GET", "/v1/auctions/{id}/live", Weight: 3);

    public static readonly Endpoint[] Pages =
    [
        new("GET", "/"), new("GET", "/auctions/{id}"), new("GET", "/assets/site.css"),
        new("GET", "/assets/{id}"), new("GET", "/openapi/v1.json"), new("GET", "/openapi/{id}.json"),
    ];

    /// <summary>Every call, as often as it is to be drawn.</summary>
    public static readonly Endpoint[] Weighted =
    [
        .. ((Endpoint[])
        [
            Create, View, Feed,
            new("GET", "/v1/auctions", Query: "search status seller sort limit cursor", Weight: 6),
            new("POST", "/v1/auctions/{id}/bids", BodyKind.Bid, HasKey: true, Weight: 20),
            new("POST", "/v1/auctions/{id}/buy-it-now", HasKey: true, Weight: 3),
            new("GET", "/v1/auctions/{id}/bids", Query: "after limit cursor"),
            new("POST", "/v1/auctions/{id}/close", Weight: 2),
            new("POST", "/v1/auctions/{id}/cancel", BodyKind.Reason, Weight: 2),
            new("POST", "/v1/auctions/{id}/extend", BodyKind.End),
            new("POST", "/v1/auctions/{id}/pause"),
            new("POST", "/v1/auctions/{id}/resume", Weight: 8),
            new("PUT", "/v1/auctions/{id}/reserve", BodyKind.Reserve),
            new("GET", "/v1/users/me/bids", Query: "auction limit cursor"),
            new("GET", "/healthz/startup", Weight: 1),
            new("GET", "/healthz/live", Weight: 1),
            new("GET", "/healthz/ready", Weight: 1),
            new("GET", "/internal/scaling", Weight: 1),
        ]).Concat(Pages.Select(page => page with { Weight = 1 }))
            .SelectMany(call => Enumerable.Repeat(call, call.Weight)),
    ];

    public bool IsPage => !Path.StartsWith("/v1", StringComparison.Ordinal) &&
        !Path.StartsWith("/healthz", StringComparison.Ordinal) &&
        !Path.StartsWith("/internal", StringComparison.Ordinal);
}

/// <summary>What a body says.</summary>
internal enum BodyKind
{
    None,
    Terms,
    Bid,
    Reason,
    End,
    Reserve,
}
