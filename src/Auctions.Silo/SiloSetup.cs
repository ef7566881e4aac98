using Auctions.Grains;
using Auctions.Grains.Security;
using Auctions.Silo.Pods;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Secrets;
using Auctions.Telemetry;
using Auctions.Telemetry.Heat;
using Microsoft.Extensions.Options;

namespace Auctions.Silo;

/// <summary>Puts grains, engine and storage together in one silo.</summary>
internal static class SiloSetup
{
    private const string ProbeUrlDefault = "http://127.0.0.1:0";

    /// <summary>Builds a silo; nothing listens yet.</summary>
    /// <param name="args">Command line: configuration as <c>--Section:Key value</c>.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);

        // Secrets go before the environment; the command line goes before everything.
        builder.Configuration.AddSecretFiles();
        builder.Configuration.AddCommandLine(args);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(ProbeUrlDefault);
        }

        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        AddEngine(builder);

        var settings = new SiloOptions();
        settings.Bind(builder.Configuration);
        var tls = ClusterTls.In(builder.Configuration);
        if (!builder.Environment.IsDevelopment())
        {
            PlainSilo.Refuse(settings, tls, builder.Configuration);
        }

        builder.Services.Configure<HostOptions>(options =>
            options.ShutdownTimeout = TimeSpan.FromSeconds(settings.ShutdownSeconds));
        builder.UseOrleans(silo =>
        {
            PodHosting.Use(silo, builder.Configuration);
            SiloCluster.Configure(
                silo,
                settings,
                ClusterNames.In(builder.Configuration),
                ClusterDatabase.ConnectionFor(builder.Configuration[StoreSettings.MetaKey] ?? ""));
            tls?.Protect(silo);
        });
        builder.AddAuctionsTelemetry("auctions-silo");
        var app = builder.Build();
        app.MapProbes();
        return app;
    }

    private static void AddEngine(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddStore(
            builder.Configuration,
            builder.Environment.ContentRootPath,
            builder.Environment.IsDevelopment(),
            settings => settings.Shared("A silo"));
        services.AddSingleton<IValidateOptions<SiloOptions>, SiloOptionsValidator>();
        services.AddOptions<SiloOptions>()
            .Configure(options => options.Bind(builder.Configuration))
            .ValidateOnStart();
        services.AddAuctionGrains(builder.Configuration);
        services.AddHeatReporter(
            "silo", provider => GrainSetup.NameOf(provider.GetRequiredService<ILocalSiloDetails>()));
        services.AddSiloHeat(HeatSetup.IsEnabled(builder.Configuration));
    }
}
