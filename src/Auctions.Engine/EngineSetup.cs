using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auctions.Engine;

/// <summary>The engine's options, read and checked in one place for every process.</summary>
public static class EngineSetup
{
    private const string BidsPerMinuteKey = "Limits:BidsPerBidderPerMinute";
    private const int BidsPerMinuteDefault = 60;

    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Section <c>Engine</c>, and the rate limit under its public name.</param>
    /// <param name="isDevelopment">Whether the rate limit is off unless set.</param>
    public static IServiceCollection AddEngineOptions(
        this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        services.AddSingleton<IValidateOptions<EngineOptions>, EngineOptionsValidator>();
        services.AddOptions<EngineOptions>()
            .Configure(options =>
            {
                options.BidsPerBidderPerMinute = isDevelopment ? 0 : BidsPerMinuteDefault;
                configuration.GetSection(EngineOptions.Section).Bind(options);
                if (configuration[BidsPerMinuteKey] is not null)
                {
                    options.BidsPerBidderPerMinute = configuration.GetValue<int>(BidsPerMinuteKey);
                }
            })
            .ValidateOnStart();
        return services;
    }
}
