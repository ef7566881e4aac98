using System.Diagnostics;
using System.Diagnostics.Metrics;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Api;

/// <summary>What the edge measures of bids and watchers, on the product's meter.</summary>
internal static class BidMeter
{
    /// <summary>Outcome of a request that never became a command: malformed, or of nobody who may bid.</summary>
    private const string Invalid = "invalid";

    /// <summary>Outcome of a request that a fault of this server ended.</summary>
    private const string Failed = "failed";

    private static readonly Meter Meter = new(Instruments.Name);

    private static readonly Histogram<double> Duration = Meter.CreateDuration(
        "auction.bid.duration", "From when a bid's request reaches the API until its answer is written.");

    private static readonly Histogram<double> Edge = Meter.CreateDuration(
        "auction.bid.edge.duration",
        "What of a bid's time the edge itself took: reading, authentication, checks, writing the answer.");

    /// <summary>Live feeds that are open.</summary>
    public static UpDownCounter<int> Watchers { get; } = Meter.CreateUpDownCounter<int>(
        "auction.watchers", "{watcher}", "Live feeds that are open.");

    /// <summary>Middleware behind the routing: measures requests to endpoints marked as bids.</summary>
    public static Task MeasureAsync(HttpContext http, RequestDelegate next) =>
        (Duration.Enabled || Edge.Enabled) && http.GetEndpoint()?.Metadata.GetMetadata<Mark>() is not null
            ? MeasuredAsync(http, next)
            : next(http);

    /// <summary>Has the engine answer a bid, and measures how long that takes.</summary>
    public static async Task<Answer> AskAsync(HttpContext http, Func<Task<Answer>> ask)
    {
        var asked = Stopwatch.GetTimestamp();
        var answer = await ask();
        if (http.Features.Get<Watch>() is { } watch)
        {
            watch.Engine = Stopwatch.GetElapsedTime(asked);
            watch.Outcome = answer.Outcome();
        }

        return answer;
    }

    private static async Task MeasuredAsync(HttpContext http, RequestDelegate next)
    {
        var began = Stopwatch.GetTimestamp();
        var watch = new Watch();
        http.Features.Set(watch);
        try
        {
            await next(http);
        }
        catch
        {
            watch.Outcome = Failed;
            throw;
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(began);
            Duration.Record(took.TotalSeconds, KeyValuePair.Create("outcome", (object?)watch.Outcome));
            Edge.Record((took - watch.Engine).TotalSeconds);
        }
    }

    /// <summary>Marks an endpoint that takes bids.</summary>
    public sealed class Mark;

    private sealed class Watch
    {
        public string Outcome { get; set; } = Invalid;

        public TimeSpan Engine { get; set; }
    }
}
