using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Telemetry;
using Auctions.Web;
using Auctions.Web.Hosting;
using Auctions.Web.Identity;

namespace Auctions.Server;

/// <summary>Puts web, engine and storage together in one process.</summary>
internal static class ServerSetup
{
    /// <summary>Builds the server; nothing listens yet.</summary>
    /// <param name="args">Command line: configuration as <c>--Section:Key value</c>.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        WebHosting.Prepare(builder);
        AddEngine(builder);
        builder.Services.AddAuctionsWeb(builder.Configuration, builder.Environment.IsDevelopment());
        builder.AddAuctionsTelemetry("auctions-server");
        var app = builder.Build();
        app.UseAuctionsWeb();
        return app;
    }

    private static void AddEngine(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddStore(
            builder.Configuration, builder.Environment.ContentRootPath, builder.Environment.IsDevelopment());
        services.AddSingleton(provider => new People(provider.GetRequiredService<IStore>().IdentityKey));
        services.AddSingleton<LocalAuctions>();
        services.AddSingleton<IAuctions>(provider => provider.GetRequiredService<LocalAuctions>());
        services.AddHostedService<EngineService>();
    }
}
