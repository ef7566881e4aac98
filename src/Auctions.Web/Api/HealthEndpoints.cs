using Auctions.Engine.Ports;
using Auctions.Web.Http;
using Auctions.Web.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Auctions.Web.Api;

/// <summary>Probes. None of them fails because one shard is down.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/startup", (IAuctions auctions) => Answer(auctions, auctions.IsReady))
            .WithMetadata(RequestPrice.Probe);
        routes.MapGet("/healthz/live", (IAuctions auctions) => Answer(auctions, true))
            .WithMetadata(RequestPrice.Probe);
        routes.MapGet("/healthz/ready", (IAuctions auctions, IHostApplicationLifetime lifetime) =>
            Answer(auctions, auctions.IsReady && !lifetime.ApplicationStopping.IsCancellationRequested))
            .WithMetadata(RequestPrice.Probe);
    }

    private static JsonAnswer<HealthBody> Answer(IAuctions auctions, bool isWell) => new(
        new HealthBody(isWell ? "ok" : "not-ready", auctions.Now.UtcDateTime),
        ApiJson.Default.HealthBody,
        isWell ? 200 : 503);
}
