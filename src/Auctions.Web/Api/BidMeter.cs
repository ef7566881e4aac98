using System.Diagnostics;
using System.Diagnostics.Metrics;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Web.Hotspots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;

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

    // As many as requests are usually under way at once.
    private static readonly ObjectPool<Watch> Watches =
        new DefaultObjectPool<Watch>(new DefaultPooledObjectPolicy<Watch>(), maximumRetained: 1_024);

    /// <summary>Live feeds that are open.</summary>
    public static UpDownCounter<int> Watchers { get; } = Meter.CreateUpDownCounter<int>(
        "auction.watchers", "{watcher}", "Live feeds that are open.");

    /// <summary>Middleware behind the routing: measures requests to endpoints marked as bids.</summary>
    public static Task MeasureAsync(HttpContext http, RequestDelegate next, EdgeHeat heat) =>
        (heat.IsOn || Duration.Enabled || Edge.Enabled) && http.GetEndpoint()?.Metadata.GetMetadata<Mark>() is not null
            ? MeasuredAsync(http, next, heat)
            : next(http);

    /// <summary>Has the engine answer a bid on an auction, and measures how long that takes.</summary>
    public static async Task<Answer> AskAsync(HttpContext http, AuctionId auction, Func<Task<Answer>> ask)
    {
        var asked = Stopwatch.GetTimestamp();
        var answer = await ask();
        if (http.Features.Get<Watch>() is { } watch)
        {
            watch.Engine = Stopwatch.GetElapsedTime(asked);
            watch.Outcome = answer.Outcome();

            // Whoever makes ids up must not push real auctions out.
            watch.Auction = answer is RefusedAnswer { Refusal: Refusal.UnknownAuction } ? null : auction;
        }

        return answer;
    }

    private static async Task MeasuredAsync(HttpContext http, RequestDelegate next, EdgeHeat heat)
    {
        var began = Stopwatch.GetTimestamp();
        var watch = Watches.Get();
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
            Record(watch, Stopwatch.GetElapsedTime(began), heat);
            Watches.Return(watch);
        }
    }

    private static void Record(Watch watch, TimeSpan took, EdgeHeat heat)
    {
        var edge = took - watch.Engine;
        if (Duration.Enabled || Edge.Enabled)
        {
            Duration.Record(took.TotalSeconds, KeyValuePair.Create("outcome", (object?)watch.Outcome));
            Edge.Record(edge.TotalSeconds);
        }

        if (watch.Auction is { } auction)
        {
            heat.Record(auction, edge, watch.Engine);
        }
    }

    /// <summary>Marks an endpoint that takes bids.</summary>
    public sealed class Mark;

    // Used again for another request after this one.
    private sealed class Watch : IResettable
    {
        public string Outcome { get; set; } = Invalid;

        public TimeSpan Engine { get; set; }

        /// <summary>Null: it never became a command for an auction that there is.</summary>
        public AuctionId? Auction { get; set; }

        public bool TryReset()
        {
            (Outcome, Engine, Auction) = (Invalid, default, null);
            return true;
        }
    }
}
