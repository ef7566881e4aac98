using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Web.Api;
using Auctions.Web.Live;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Hotspots;

/// <summary>Sends one viewer the reports of every second, newest wins.</summary>
internal sealed class HotspotViewer(HotspotFeed feed, IAuctions auctions, TimeProvider time)
{
    // Whoever takes nothing for so long is not there any more.
    private static readonly TimeSpan StuckMax = TimeSpan.FromSeconds(30);

    public async Task<IResult> WatchAsync(int seconds, HttpContext http)
    {
        if (feed.TryJoin(seconds) is not { } window)
        {
            return Answers.ToProblem(Unavailability.Busy);
        }

        try
        {
            var response = http.Response;
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(window.Ended, http.RequestAborted);
            await WriteAsync(http, Retry(), CancellationToken.None);
            await SendAsync(window, http, ended.Token);
            if (!http.RequestAborted.IsCancellationRequested)
            {
                await WriteAsync(http, Retry(), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // It left.
        }
        finally
        {
            feed.Leave(window);
        }

        return TypedResults.Empty;
    }

    private async Task SendAsync(HotspotFeed.Window window, HttpContext http, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                var news = window.Newest;
                if (!news.Bytes.IsEmpty)
                {
                    await WriteAsync(http, news.Bytes, ended);
                }

                await news.Replaced.WaitAsync(ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // It left, or this process stops.
        }
    }

    private async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await http.Response.Body.WriteAsync(bytes, cancellation).AsTask()
                .WaitAsync(StuckMax, time, cancellation);
            await http.Response.Body.FlushAsync(cancellation).WaitAsync(StuckMax, time, cancellation);
        }
        catch (TimeoutException)
        {
            http.Abort();
            throw new OperationCanceledException();
        }
    }

    private ReadOnlyMemory<byte> Retry() => LiveFrame.Retry(ReconnectPace.Draw(1), auctions.Now).Bytes;
}
