using Auctions.Engine;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Web;
using Auctions.Web.Hosting;
using Auctions.Web.Identity;
using Microsoft.Extensions.Options;

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
        var app = builder.Build();
        app.UseAuctionsWeb();
        return app;
    }

    private static void AddEngine(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var isDevelopment = builder.Environment.IsDevelopment();
        services.AddSingleton(TimeProvider.System);
        services.AddEngineOptions(builder.Configuration, isDevelopment);
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
}
