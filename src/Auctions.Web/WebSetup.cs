using Auctions.Engine;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Web.Api;
using Auctions.Web.Hosting;
using Auctions.Web.Hotspots;
using Auctions.Web.Http;
using Auctions.Web.Identity;
using Auctions.Web.Internal;
using Auctions.Web.Limits;
using Auctions.Web.Live;
using Auctions.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Auctions.Web;

/// <summary>
/// Puts the HTTP API and the pages into a host that provides IAuctions, IReadModels and the identity key.
/// </summary>
public static class WebSetup
{
    // A read model that lags no more than it may has the bid after once that long.
    private const int LagsRemembered = 2;

    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Sections <c>Auth</c>, <c>Limits</c> and <c>Proxies</c>.</param>
    /// <param name="isDevelopment">Whether <c>X-User</c> stands for a token.</param>
    /// <param name="decidesElsewhere">
    /// Whether other processes decide bids: then it is told where bids are hot how long it took to ask them.
    /// </param>
    /// <exception cref="InvalidOperationException">The configuration lacks something; the message says
    /// what.</exception>
    public static IServiceCollection AddAuctionsWeb(
        this IServiceCollection services,
        IConfiguration configuration,
        bool isDevelopment,
        bool decidesElsewhere = false)
    {
        services.AddAuctionsAuth(configuration, isDevelopment);
        services.AddLimits(configuration, isDevelopment);
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            // It would name the host that the caller says this is. Without one it means where it came from.
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));
        services.AddSingleton<SellerNames>();
        services.AddSingleton(provider => new RecentBids(
            provider.GetRequiredService<TimeProvider>(),
            LagsRemembered * provider.GetRequiredService<IReadModels>().LagMax));
        services.AddSingleton<Answers>();
        services.AddSingleton<ApiContext>();
        services.AddSingleton(new EdgeHeat(decidesElsewhere));
        services.AddSingleton<IHeatSource>(provider => provider.GetRequiredService<EdgeHeat>());
        services.AddSingleton<LiveHub>();
        services.AddSingleton<IHeatSource>(provider => provider.GetRequiredService<LiveHub>());
        services.AddSingleton<IHeatFollower>(provider => provider.GetRequiredService<LiveHub>());
        services.AddHostedService(provider => provider.GetRequiredService<LiveHub>());
        services.AddSingleton<LiveEndpoint>();
        services.AddPages(configuration, isDevelopment);
        services.AddHotspots();
        services.AddInternal(configuration);
        return services;
    }

    public static WebApplication UseAuctionsWeb(this WebApplication app)
    {
        app.UseKnownProxies();
        app.UseSafetyHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = CommonProblems.WriteExceptionAsync,
            SuppressDiagnosticsCallback = failed => CommonProblems.IsUnavailable(failed.Exception),
        });
        app.UseStatusCodePages(CommonProblems.WriteAsync);
        app.UseInternal();
        app.Use(RequestActivity.NameAsync);
        var edgeHeat = app.Services.GetRequiredService<EdgeHeat>();
        app.Use((http, next) => BidMeter.MeasureAsync(http, next, edgeHeat));
        app.UseAddressLimit();
        app.UseAuthentication();
        app.Use(RefuseForgeryAsync);
        app.UsePersonLimit();
        app.UseAuthorization();
        app.UseOutputCache();

        // By its full name: the default address answers any other document's name in plain text.
        app.MapOpenApi("/openapi/v1.json");
        app.MapBids();
        app.MapAuctions();
        app.MapOperators();
        app.MapRemedies();
        LiveEndpoint.Map(app);
        app.MapHealth();
        app.MapHotspots();
        app.MapInternal();
        app.MapPages();
        return app;
    }

    private static Task RefuseForgeryAsync(HttpContext http, RequestDelegate next) =>
        AuthSetup.IsForged(http) ? CommonProblems.CrossOrigin.ExecuteAsync(http) : next(http);
}
