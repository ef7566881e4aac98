using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Web.Api;
using Auctions.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Auctions.Web.Live;

/// <summary>
/// The live feed, server-sent events: <c>view</c> with id = sequence, <c>heartbeat</c> with the server's time. Views
/// are conflated to four each second, newest wins; the final one always comes and ends the feed.
/// </summary>
internal sealed class LiveEndpoint(ApiContext api, LiveHub hub, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/auctions/{id}/live", (string id, HttpContext http, LiveEndpoint live) => live.WatchAsync(id, http))
        .WithSummary("The live feed as server-sent events: view and heartbeat.")
        .Produces(200, contentType: "text/event-stream")
        .Produces(204)
        .WithProblems(404, 503);

    private async Task<IResult> WatchAsync(string id, HttpContext http)
    {
        if (!AuctionId.TryParse(id, out var auction))
        {
            return Problem.UnknownAuction;
        }

        var first = await api.ViewAsync(auction, 0);
        if (first is not ViewAnswer current)
        {
            return await api.ToResultAsync(first, http);
        }

        // An id from the future is none of ours: its bearer gets the current view.
        var after = LastEventId(http.Request);
        after = after > current.View.Sequence ? 0 : after;
        if (current.View.IsFinal && after >= current.View.Sequence)
        {
            // The watcher has seen the end; this status tells a browser not to come again.
            return TypedResults.NoContent();
        }

        var seller = await api.Names.OfAsync(current.View.Seller);
        var watcher = new LiveWatcher(auction, http, after);
        if (!hub.TryJoin(watcher))
        {
            return Answers.ToProblem(Unavailability.Busy);
        }

        try
        {
            await using var left = http.RequestAborted.UnsafeRegister(
                static watcher => ((LiveWatcher)watcher!).End(), watcher);
            Begin(watcher, current.View, seller, http.Response);
            await watcher.Ended;
            return TypedResults.Empty;
        }
        finally
        {
            // Until nothing is on its way any more it stays with the others, where one that stands still is given up.
            watcher.End();
            await watcher.RestAsync();
            hub.Leave(watcher);
        }
    }

    private void Begin(LiveWatcher watcher, AuctionView view, string seller, HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var now = api.Auctions.Now;
        var retry = LiveFrame.Retry(hub.DrawRetry(), now);
        var heartbeat = LiveFrame.Heartbeat(now);
        if (watcher.Wants(view.Sequence))
        {
            watcher.Begin(time.GetTimestamp(), retry, heartbeat, LiveFrame.Of(view, seller, now));
        }
        else
        {
            watcher.Begin(time.GetTimestamp(), retry, heartbeat);
        }
    }

    // An id that is no sequence of ours counts as none: the watcher gets the current view.
    private static long LastEventId(HttpRequest request) =>
        AuctionEndpoints.TryParseCount(request.Headers["Last-Event-ID"].ToString(), long.MaxValue, out var id) ? id : 0;
}
