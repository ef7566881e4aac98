using Auctions.Engine.Heat;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Storage.Secrets;
using Auctions.Telemetry;
using Auctions.Telemetry.Heat;
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

        // Secrets go before the environment; the command line goes before everything.
        builder.Configuration.AddSecretFiles();
        builder.Configuration.AddCommandLine(args);
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
        services.AddHeatReports(builder.Configuration, "server");
        services.AddHeatGathering();
        services.AddSingleton<IHotspots>(provider => provider.GetRequiredService<Hotspots>());
        services.AddSingleton<IHeatSink>(provider => new LocalHeatSink(
            provider.GetRequiredService<HeatGatherer>(),
            provider.GetRequiredService<Conflation>(),
            isShared: builder.Configuration[StoreSettings.ProviderKey] is { } store &&
                store.Equals("PostgreSql", StringComparison.OrdinalIgnoreCase)));
        services.AddSingleton<IHeatSource>(provider => provider.GetRequiredService<LocalAuctions>().Heat);
        services.AddSingleton<LocalAuctions>();
        services.AddSingleton<IAuctions>(provider => provider.GetRequiredService<LocalAuctions>());
        services.AddHostedService<EngineService>();
    }
}
