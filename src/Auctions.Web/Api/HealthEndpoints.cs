using Auctions.Engine.Ports;
using Auctions.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Auctions.Web.Api;

/// <summary>Probes. None of them fails because one shard is down.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/startup", (IAuctions auctions) => Answer(auctions, auctions.IsReady));
        routes.MapGet("/healthz/live", (IAuctions auctions) => Answer(auctions, true));
        routes.MapGet("/healthz/ready", (IAuctions auctions, IHostApplicationLifetime lifetime) =>
            Answer(auctions, auctions.IsReady && !lifetime.ApplicationStopping.IsCancellationRequested));
    }

    private static JsonAnswer<HealthBody> Answer(IAuctions auctions, bool isWell) => new(
        new HealthBody(isWell ? "ok" : "not-ready", auctions.Now.UtcDateTime),
        ApiJson.Default.HealthBody,
        isWell ? 200 : 503);
}
