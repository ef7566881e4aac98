using Auctions.Engine;
using Auctions.Engine.Limits;
using Auctions.Engine.Ports;
using Auctions.Grains;
using Auctions.Grains.Calls;
using Auctions.Grains.Hotspots;
using Auctions.Grains.Limits;
using Auctions.Grains.Live;
using Auctions.Grains.Security;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Secrets;
using Auctions.Telemetry;
using Auctions.Telemetry.Heat;
using Auctions.Web;
using Auctions.Web.Hosting;
using Auctions.Web.Identity;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Auctions.FrontEnd;

/// <summary>Puts web, a client of the cluster and read models together. It keeps no auction.</summary>
internal static class FrontEndSetup
{
    /// <summary>Builds a front end; nothing listens yet.</summary>
    /// <param name="args">Command line: configuration as <c>--Section:Key value</c>.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);

        // Secrets go before the environment; the command line goes before everything.
        builder.Configuration.AddSecretFiles();
        builder.Configuration.AddCommandLine(args);
        WebHosting.Prepare(builder);
        builder.Logging.AddFilter("Orleans", LogLevel.Error);

        // It listens before it has a silo, and says so.
        builder.Services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
        AddReadModels(builder);
        AddClient(builder);
        builder.Services.AddAuctionsWeb(
            builder.Configuration, builder.Environment.IsDevelopment(), decidesElsewhere: true);
        builder.AddAuctionsTelemetry("auctions-front-end");
        var app = builder.Build();
        app.UseAuctionsWeb();
        return app;
    }

    private static void AddReadModels(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddStore(
            builder.Configuration,
            builder.Environment.ContentRootPath,
            builder.Environment.IsDevelopment(),
            settings => settings.Shared("A front end").WithoutProjector());
        services.AddSingleton(provider => new People(provider.GetRequiredService<IStore>().IdentityKey));
    }

    private static void AddClient(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddGrainOptions(builder.Configuration);
        services.AddHeatReports(builder.Configuration, "front-end");
        services.AddSingleton<IHeatSink>(provider => new GrainHeatSink(
            provider.GetRequiredService<IClusterClient>(), provider.GetRequiredService<IHeatHistory>()));
        services.AddSingleton<IHotspots, GrainHotspots>();
        services.AddSingleton<CallPatience>();
        services.AddSingleton<SiloConnection>();
        services.AddSingleton<IClientConnectionRetryFilter>(
            provider => provider.GetRequiredService<SiloConnection>());
        services.AddSingleton<GatewayCountChangedHandler>(
            provider => provider.GetRequiredService<SiloConnection>().Changed);
        services.AddSingleton<IAuctions>(provider => new GrainAuctions(
            provider.GetRequiredService<IClusterClient>(),
            provider.GetRequiredService<AuctionClock>(),
            () => provider.GetRequiredService<SiloConnection>().IsUp,
            () => provider.GetRequiredService<SiloConnection>().HasAnswered,
            provider.GetRequiredService<CallPatience>(),
            provider.GetRequiredService<IOptions<GrainOptions>>(),
            provider.GetRequiredService<ILogger<GrainAuctions>>()));
        services.AddSingleton<IAllowances>(provider => new LeasedAllowances(
            new GrainLedger(
                provider.GetRequiredService<IClusterClient>(),
                () => provider.GetRequiredService<SiloConnection>().IsUp,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<GrainLedger>>()),
            provider.GetRequiredService<TimeProvider>()));
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(ClusterNames.In(builder.Configuration).Set);
            ClusterTls.In(builder.Configuration)?.Protect(client);
            client.UseAdoNetClustering(table =>
            {
                table.Invariant = "Npgsql";
                table.ConnectionString = ClusterDatabase.ConnectionFor(
                    builder.Configuration[StoreSettings.MetaKey] ?? "");
            });

            // A silo that is frozen keeps its connections: until it is off this list, calls still go through it.
            client.Configure<GatewayOptions>(gateways =>
                gateways.GatewayListRefreshPeriod = TimeSpan.FromMilliseconds(250));
            client.Services.AddOptions<ClientMessagingOptions>().Configure<IOptions<GrainOptions>>(
                (messaging, calls) => messaging.ResponseTimeout = calls.Value.CallDeadline);
            client.AddMemoryStreams(
                LiveStreams.Provider, streams => streams.ConfigurePartitioning(LiveStreams.Queues));
        });
    }
}
