using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Web.Api;
using Auctions.Web.Http;
using Auctions.Web.Identity;
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
    /// <param name="configuration">Section <c>Auth</c>.</param>
    /// <param name="isDevelopment">Whether <c>X-User</c> stands for a token.</param>
    /// <exception cref="InvalidOperationException">The configuration lacks something; the message says
    /// what.</exception>
    public static IServiceCollection AddAuctionsWeb(
        this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        services.AddAuctionsAuth(configuration, isDevelopment);
        services.AddOpenApi("v1");
        services.AddSingleton<SellerNames>();
        services.AddSingleton(provider => new RecentBids(
            provider.GetRequiredService<TimeProvider>(),
            LagsRemembered * provider.GetRequiredService<IReadModels>().LagMax));
        services.AddSingleton<Answers>();
        services.AddSingleton<ApiContext>();
        services.AddSingleton<LiveHub>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveHub>());
        services.AddSingleton<LiveEndpoint>();
        services.AddPages(configuration, isDevelopment);
        return services;
    }

    public static WebApplication UseAuctionsWeb(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = CommonProblems.WriteExceptionAsync,
            SuppressDiagnosticsCallback = failed => CommonProblems.IsUnavailable(failed.Exception),
        });
        app.UseStatusCodePages(CommonProblems.WriteAsync);
        app.Use(RequestActivity.NameAsync);
        app.Use(BidMeter.MeasureAsync);
        app.Use(AddSafetyHeaders);
        app.UseAuthentication();
        app.Use(RefuseForgeryAsync);
        app.UseAuthorization();
        app.UseOutputCache();

        // By its full name: the default address answers any other document's name in plain text.
        app.MapOpenApi("/openapi/v1.json");
        app.MapBids();
        app.MapAuctions();
        app.MapOperators();
        LiveEndpoint.Map(app);
        app.MapHealth();
        app.MapPages();
        return app;
    }

    private static Task AddSafetyHeaders(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return next(http);
    }

    private static Task RefuseForgeryAsync(HttpContext http, RequestDelegate next) =>
        AuthSetup.IsForged(http) ? CommonProblems.CrossOrigin.ExecuteAsync(http) : next(http);
}
