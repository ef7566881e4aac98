using Auctions.Engine;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Web;
using Auctions.Web.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Auctions.Server;

/// <summary>Puts web, engine and storage together in one process.</summary>
internal static class ServerSetup
{
    private const string UrlDefault = "http://127.0.0.1:5080";

    // RequestBody holds bodies to 4 KiB. The server's own bound only stops a stream without end: it counts the framing
    // of chunks too, so that at 4 KiB it would refuse bodies that are not too large.
    private const int BodyWithFramingBytesMax = 32 * 1024;
    private const int HeaderBytesMax = 16 * 1024;
    private const int ConnectionsMax = 50_000;

    private static readonly TimeSpan ShutdownDeadline = TimeSpan.FromSeconds(120);

    /// <summary>Builds the server; nothing listens yet.</summary>
    /// <param name="args">Command line: configuration as <c>--Section:Key value</c>.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        ServerOptions.CheckUrls(builder.Configuration["urls"]);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(UrlDefault);
        }

        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // It logs a start that failed with its stack trace, before Program says the same in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.WebHost.ConfigureKestrel(ConfigureKestrel);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownDeadline);
        AddEngine(builder);
        builder.Services.AddAuctionsWeb(builder.Configuration, builder.Environment.IsDevelopment());
        var app = builder.Build();
        app.UseAuctionsWeb();
        return app;
    }

    private static void AddEngine(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var isDevelopment = builder.Environment.IsDevelopment();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<EngineOptions>, EngineOptionsValidator>();
        services.AddOptions<EngineOptions>()
            .Configure(options => ServerOptions.BindEngine(options, builder.Configuration, isDevelopment))
            .ValidateOnStart();
        services.AddSingleton(provider => StoreSettings
            .Read(key => builder.Configuration[key], builder.Environment.ContentRootPath, migrates: isDevelopment)
            .Within(provider.GetRequiredService<IOptions<EngineOptions>>().Value)
            .OpenAsync(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>())
            .GetAwaiter().GetResult());
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().Clock);
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().Journal);
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().ReadModels);
        services.AddSingleton(provider => new People(provider.GetRequiredService<IStore>().IdentityKey));
        services.AddSingleton<LocalAuctions>();
        services.AddSingleton<IAuctions>(provider => provider.GetRequiredService<LocalAuctions>());
        services.AddHostedService<EngineService>();
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyWithFramingBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }
}
