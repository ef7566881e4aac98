using Auctions.Engine;
using Auctions.Engine.Heat;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Grains.Closing;
using Auctions.Grains.Hotspots;
using Auctions.Grains.Live;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.Grains;

/// <summary>Puts the auction grains into a silo.</summary>
public static class GrainSetup
{
    /// <param name="services">The silo's services: a journal, its clock, the engine's options, a time provider.</param>
    /// <param name="configuration">Section <c>Grains</c>.</param>
    public static IServiceCollection AddAuctionGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddGrainOptions(configuration);
        services.AddSingleton<LivePublisher>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, EngineLifecycle>();
        services.AddSingleton<ClosingWaker>();
        services.AddSingleton(provider => new PlacedAuctions(
            provider.GetRequiredService<IJournal>(),
            provider.GetRequiredService<AuctionClock>(),
            provider.GetRequiredService<IOptions<EngineOptions>>(),
            provider.GetRequiredService<ClosingWaker>().WakeAsync,
            provider.GetRequiredService<ILogger<PlacedAuctions>>()));
        return services;
    }

    /// <summary>
    /// Has a silo report what is hot on it, and carry out what is to be done about it. The host adds a
    /// <see cref="HeatReporter"/>.
    /// </summary>
    public static IServiceCollection AddSiloHeat(this IServiceCollection services, bool reports)
    {
        services.AddSingleton<IHeatSource>(provider => provider.GetRequiredService<PlacedAuctions>().Heat);
        services.AddSingleton<IHeatSink, GrainHeatSink>();
        services.AddSingleton<IRemedyHand, Migration>();
        services.AddSingleton<IRemedyHand, Pinning>();
        if (reports)
        {
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, HeatLifecycle>();
        }

        return services;
    }

    /// <summary>How a silo is called among the processes that report.</summary>
    public static string NameOf(ILocalSiloDetails silo) => Migration.SiloPrefix + silo.SiloAddress.ToParsableString();

    /// <summary>The options of calls between front ends and silos, checked at start.</summary>
    public static IServiceCollection AddGrainOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<GrainOptions>, GrainOptionsValidator>();
        services.AddOptions<GrainOptions>().Bind(configuration.GetSection(GrainOptions.Section)).ValidateOnStart();
        return services;
    }
}
