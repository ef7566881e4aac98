using Auctions.Engine.Hosting;

namespace Auctions.Silo;

/// <summary>Probes. None of them asks a database, and none fails because one shard is down.</summary>
internal static class Probes
{
    public static void MapProbes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/startup", IsServing);
        routes.MapGet("/healthz/live", () => Results.Ok());
        routes.MapGet("/healthz/ready", IsServing);
    }

    private static IResult IsServing(
        PlacedAuctions auctions, ISiloStatusOracle silos, IHostApplicationLifetime lifetime) =>
        auctions.IsReady && silos.CurrentStatus == SiloStatus.Active &&
        !lifetime.ApplicationStopping.IsCancellationRequested
            ? Results.Json(new { status = "ok", silo = silos.SiloAddress.ToString(), auctions = auctions.ActiveCount })
            : Results.Json(new { status = "not-ready" }, statusCode: 503);
}
