using Auctions.Engine;
using Auctions.Engine.Heat;
using Auctions.Storage.Heat;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.Storage;

/// <summary>Puts the configured store, its clock and the engine's options into a host.</summary>
public static class StoreSetup
{
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Sections <c>Storage</c>, <c>Privacy</c>, <c>Engine</c> and <c>Limits</c>.</param>
    /// <param name="root">What a relative <c>Storage:Path</c> is relative to.</param>
    /// <param name="isDevelopment">
    /// Whether a store is made or migrated unless the configuration says otherwise, and may be reached without TLS.
    /// </param>
    /// <param name="adjust">What this host wants of the store beside that; null: nothing.</param>
    public static IServiceCollection AddStore(
        this IServiceCollection services,
        IConfiguration configuration,
        string root,
        bool isDevelopment,
        Func<StoreSettings, StoreSettings>? adjust = null)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddEngineOptions(configuration, isDevelopment);
        services.AddSingleton(provider =>
        {
            var settings = StoreSettings.Read(
                key => configuration[key], root, migrates: isDevelopment, demandsTls: !isDevelopment);
            return (adjust?.Invoke(settings) ?? settings)
                .Within(provider.GetRequiredService<IOptions<EngineOptions>>().Value)
                .OpenAsync(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>())
                .GetAwaiter().GetResult();
        });
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().Clock);
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().Journal);
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().ReadModels);
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().HeatHistory);
        services.AddSingleton<IHeatSource>(SlowStatements.OfThisProcess);
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().Mover);
        return services;
    }
}
