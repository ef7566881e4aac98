using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Auctions.Web.Hotspots;

/// <summary>The dashboard of hot auctions, for a host that provides <see cref="Engine.Ports.IHotspots"/>.</summary>
internal static class HotspotSetup
{
    public static IServiceCollection AddHotspots(this IServiceCollection services) => services
        .AddSingleton<RecentFrames>()
        .AddSingleton<LotTitles>()
        .AddSingleton<ClosingCalendar>()
        .AddSingleton<HotspotDesk>()
        .AddSingleton<HotspotFeed>()
        .AddSingleton<HotspotViewer>();

    public static void MapHotspots(this IEndpointRouteBuilder routes) => HotspotEndpoints.Map(routes);
}
