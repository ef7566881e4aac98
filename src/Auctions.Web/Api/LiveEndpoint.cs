using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Auctions.Web.Api;

/// <summary>
/// The live feed, server-sent events: <c>view</c> with id = sequence, <c>heartbeat</c> with the server's time. Views
/// are conflated to a few each second, newest wins; the final one always comes and ends the feed.
/// </summary>
internal sealed class LiveEndpoint(
    ApiContext api, TimeProvider time, IHostApplicationLifetime lifetime, IOptions<EngineOptions> options)
{
    private static readonly TimeSpan ViewPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    private int _watchers;

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

        try
        {
            BidMeter.Watchers.Add(1);
            if (Interlocked.Increment(ref _watchers) > options.Value.WatchersMax ||
                lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return Answers.ToProblem(Unavailability.Busy);
            }

            await SendAsync(auction, after, http);
            return TypedResults.Empty;
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
            BidMeter.Watchers.Add(-1);
        }
    }

    private async Task SendAsync(AuctionId auction, long after, HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await http.Response.WriteAsync("retry: 1000\n\n", ending.Token);
            await SendHeartbeatAsync(http, ending.Token);
            await using var views = api.Auctions.WatchAsync(auction, after, ending.Token)
                .GetAsyncEnumerator(ending.Token);
            while (await NextAsync(views, http, ending))
            {
                await SendViewAsync(views.Current, http, ending.Token);
                if (views.Current.IsFinal)
                {
                    return;
                }

                await Task.Delay(ViewPause, time, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The watcher left, or the process stops; a browser comes again by itself.
        }
    }

    private async Task<bool> NextAsync(
        IAsyncEnumerator<AuctionView> views, HttpContext http, CancellationTokenSource ending)
    {
        var next = views.MoveNextAsync().AsTask();
        try
        {
            while (await Task.WhenAny(next, Task.Delay(HeartbeatInterval, time, ending.Token)) != next)
            {
                ending.Token.ThrowIfCancellationRequested();
                await SendHeartbeatAsync(http, ending.Token);
            }
        }
        finally
        {
            // The enumerator must have come to rest before it can be disposed of.
            if (!next.IsCompleted)
            {
                await ending.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return await next;
    }

    private async Task SendViewAsync(AuctionView view, HttpContext http, CancellationToken cancellation)
    {
        var body = ViewBody.Of(view, await api.Names.OfAsync(view.Seller), api.Auctions.Now);
        await SendEventAsync(http, "view", view.Sequence, body, ApiJson.Default.ViewBody, cancellation);
    }

    private Task SendHeartbeatAsync(HttpContext http, CancellationToken cancellation) => SendEventAsync(
        http,
        "heartbeat",
        null,
        new HeartbeatBody(api.Auctions.Now.UtcDateTime),
        ApiJson.Default.HeartbeatBody,
        cancellation);

    private static async Task SendEventAsync<T>(
        HttpContext http, string name, long? id, T body, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        if (id is { } sequence)
        {
            text.Append(CultureInfo.InvariantCulture, $"id: {sequence}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"event: {name}\ndata: {JsonSerializer.Serialize(body, type)}\n\n");
        await http.Response.WriteAsync(text.ToString(), cancellation);
        await http.Response.Body.FlushAsync(cancellation);
    }

    // An id that is no sequence of ours counts as none: the watcher gets the current view.
    private static long LastEventId(HttpRequest request) =>
        AuctionEndpoints.TryParseCount(request.Headers["Last-Event-ID"].ToString(), long.MaxValue, out var id) ? id : 0;
}
