using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Web.Api;
using Auctions.Web.Http;
using Auctions.Web.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Auctions.Web.Pages;

/// <summary>
/// The pages, rendered here as of now, so that they can be read without a script, and the assets they load. A page
/// shows what is public, the same to everybody.
/// </summary>
internal static class PageEndpoints
{
    private const int BidsShown = 20;
    private const int LotsShown = 50;

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription().CacheOutput(PageCache.Name);
        pages.MapGet("/", ListAsync).WithMetadata(RequestPrice.List);
        pages.MapGet("/auctions/{id}", AuctionAsync);
        pages.MapGet(
            "/sell", (PageRenderer renderer, HttpContext http) => renderer.RenderAsync<SellPage>(http, 200, []));
        routes.MapGet("/assets/{name}", (string name, HttpContext http) => Asset(name, isVersioned: false, http))
            .ExcludeFromDescription();
        routes.MapGet(
            "/assets/{version}/{name}",
            (string version, string name, HttpContext http) => Asset(name, version == PageAssets.Version, http))
            .ExcludeFromDescription();
    }

    private static async Task<IResult> ListAsync(
        string? status, string? search, string? cursor, HttpContext http, ApiContext api, PageRenderer renderer)
    {
        // An address that somebody made up shows what is usual rather than an error.
        var listed = PageText.ListedStatuses.Contains(status) ? status! : PageText.ListedStatuses[0];
        var problems = new List<FieldProblem>();
        var titles = string.IsNullOrWhiteSpace(search) ? null : Paging.ParseSearch(search, problems);
        var now = api.Auctions.Now;
        var query = new AuctionQuery(
            listed == "all" ? null : Paging.ParseStatus(listed, []),
            SellerName: null,
            Paging.ParseDue(cursor, []),
            LotsShown,
            now,
            titles);
        var page = await api.ReadModels.ListAsync(query, http.RequestAborted);
        var items = await ViewBody.OfAsync(page.Items, api.Names, now);
        return await renderer.RenderAsync<ListPage>(http, 200, new()
        {
            [nameof(ListPage.Status)] = listed,
            [nameof(ListPage.Search)] = search,
            [nameof(ListPage.Items)] = items,
            [nameof(ListPage.Next)] = page.Next is { } next ? Paging.Cursor(next.ClosesAt, next.Id) : null,
            [nameof(ListPage.Problem)] = problems.Count > 0
                ? $"The search text: {problems[0].Detail} All auctions are shown."
                : page.MissingShards.Count > 0
                ? $"This list is incomplete: shards {string.Join(", ", page.MissingShards)} did not answer."
                : null,
            [nameof(ListPage.Now)] = now.UtcDateTime,
        });
    }

    private static async Task<IResult> AuctionAsync(string id, HttpContext http, ApiContext api, PageRenderer renderer)
    {
        var answer = AuctionId.TryParse(id, out var auction)
            ? await api.ViewAsync(auction, 0)
            : new RefusedAnswer(Refusal.UnknownAuction);
        return answer is ViewAnswer { View: var view }
            ? await renderer.RenderAsync<AuctionPage>(http, 200, new()
            {
                [nameof(AuctionPage.Auction)] =
                    ViewBody.Of(view, await api.Names.OfAsync(view.Seller), api.Auctions.Now),
                [nameof(AuctionPage.Bids)] = await HistoryAsync(auction, api, http.RequestAborted),
                [nameof(AuctionPage.Now)] = api.Auctions.Now.UtcDateTime,
            })
            : await WithoutAuctionAsync(answer, http, api, renderer);
    }

    // A browser is told in words; whoever takes no page gets the problem as everywhere.
    private static async Task<IResult> WithoutAuctionAsync(
        Answer answer, HttpContext http, ApiContext api, PageRenderer renderer)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return await api.ToResultAsync(answer, http);
        }

        if (answer is not RefusedAnswer)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        return answer is RefusedAnswer
            ? await renderer.RenderAsync<AuctionPage>(http, 404, new()
            {
                [nameof(AuctionPage.Problem)] = "There is no auction at this address.",
                [nameof(AuctionPage.IsUnknown)] = true,
            })
            : await renderer.RenderAsync<AuctionPage>(http, 503, new()
            {
                [nameof(AuctionPage.Problem)] = "The auction cannot be shown right now. Please try again in a moment.",
            });
    }

    // A history that cannot be read now is no reason to show no price. Null: not known.
    private static async Task<IReadOnlyList<HistoryItem>?> HistoryAsync(
        AuctionId auction, ApiContext api, CancellationToken cancellation)
    {
        try
        {
            var page = await api.ReadModels.HistoryAsync(
                new HistoryQuery(auction, Before: null, BidsShown), cancellation);
            return page.IsBehind ? null : [.. page.Items.Select(HistoryItem.Of)];
        }
        catch (JournalException)
        {
            return null;
        }
    }

    private static IResult Asset(string name, bool isVersioned, HttpContext http)
    {
        if (PageAssets.Find(name) is not var (bytes, tag))
        {
            return new Problem(StatusCodes.Status404NotFound, "not-found", "There is nothing at this address.");
        }

        http.Response.Headers.CacheControl = isVersioned ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Bytes(bytes, PageAssets.ContentTypeOf(name), entityTag: tag);
    }
}
