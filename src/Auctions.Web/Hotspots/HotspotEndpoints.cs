using Auctions.Web.Api;
using Auctions.Web.Http;
using Auctions.Web.Identity;
using Auctions.Web.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Auctions.Web.Hotspots;

/// <summary>What is hot: for operators, as JSON, as events and as a page. Never a maximum, never a bidder.</summary>
internal static class HotspotEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ops/hotspots", ReportAsync)
            .WithSummary("What is hot now or, with 'at', was at a moment: JSON, or the page if text/html is asked for.")
            .Produces<HotspotReport>()
            .WithProblems(400, 401, 403);
        routes.MapGet("/ops/hotspots/history", HistoryAsync)
            .RequireAuthorization(People.ScopeOperate)
            .WithSummary("How hot it was over 15m, 6h or 24h, of all auctions or of one.")
            .Produces<HotspotHistory>()
            .WithProblems(400, 401, 403);
        routes.MapGet("/ops/hotspots/live", WatchAsync)
            .RequireAuthorization(People.ScopeOperate)
            .WithSummary("The report of every second as server-sent events: heat.")
            .Produces(200, contentType: "text/event-stream")
            .WithProblems(400, 401, 403, 503);
    }

    private static async Task<IResult> ReportAsync(
        string? window, string? at, string? auction, HttpContext http, ApiContext api, HotspotDesk desk,
        PageRenderer renderer, PageSite site)
    {
        _ = (window, at, auction);
        http.Response.Headers.Vary = "Accept";
        var isPage = http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (http.User.Identity is not { IsAuthenticated: true })
        {
            return isPage
                ? await RefuseAsync(http, StatusCodes.Status401Unauthorized, renderer, site)
                : TypedResults.Challenge();
        }

        if (!People.HasScope(http.User, People.ScopeOperate))
        {
            return isPage
                ? await RefuseAsync(http, StatusCodes.Status403Forbidden, renderer, site)
                : TypedResults.Forbid();
        }

        var problems = new List<FieldProblem>();
        var query = HotspotQuery.Parse(http.Request.Query, api.Auctions.Now.ToUnixTimeSeconds(), problems);
        if (problems.Count > 0)
        {
            return Problem.Invalid(problems);
        }

        var report = await desk.ReportAsync(query, http.RequestAborted);
        return isPage
            ? await RenderAsync(http, StatusCodes.Status200OK, renderer, new()
            {
                [nameof(HotspotsPage.Report)] = report,
                [nameof(HotspotsPage.Window)] = query.Window,
                [nameof(HotspotsPage.At)] = query.At,
                [nameof(HotspotsPage.Auction)] = query.Auction?.ToString(),
            })
            : Json(http, new JsonAnswer<HotspotReport>(report, HotspotJson.Default.HotspotReport));
    }

    private static async Task<IResult> HistoryAsync(
        string? range, string? auction, string? until, HttpContext http, ApiContext api, HotspotDesk desk)
    {
        var problems = new List<FieldProblem>();
        var asked = HistoryRange.Parse(range, problems);
        var only = Paging.ParseAuction(auction, problems);
        var end = HotspotQuery.ParseTime("until", until, api.Auctions.Now.ToUnixTimeSeconds(), problems);
        if (problems.Count > 0)
        {
            return Problem.Invalid(problems);
        }

        var history = await desk.HistoryAsync(asked, only, end, http.RequestAborted);
        return Json(http, new JsonAnswer<HotspotHistory>(history, HotspotJson.Default.HotspotHistory));
    }

    private static async Task<IResult> WatchAsync(string? window, HttpContext http, HotspotViewer viewer)
    {
        var problems = new List<FieldProblem>();
        var seconds = HotspotQuery.ParseWindow(window, problems);
        return problems.Count > 0 ? Problem.Invalid(problems) : await viewer.WatchAsync(seconds, http);
    }

    private static IResult Json(HttpContext http, IResult answer)
    {
        http.Response.Headers.CacheControl = "no-store";
        return answer;
    }

    // The challenge says in a header what token is wanted. In development a name box on the page stands for it.
    private static async Task<IResult> RefuseAsync(HttpContext http, int status, PageRenderer renderer, PageSite site)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            await http.ChallengeAsync();
        }

        return await RenderAsync(http, status, renderer, new()
        {
            [nameof(HotspotsPage.IsNamed)] = site.Identity == "development",
            [nameof(HotspotsPage.Refusal)] = status,
        });
    }

    private static async Task<IResult> RenderAsync(
        HttpContext http, int status, PageRenderer renderer, Dictionary<string, object?> parameters)
    {
        var page = await renderer.RenderAsync<HotspotsPage>(http, status, parameters);
        http.Response.Headers.CacheControl = "no-store";
        return page;
    }
}
