using Auctions.Engine.Limits;
using Auctions.Engine.Ports;
using Auctions.Web.Identity;
using Auctions.Web.Internal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.Web.Limits;

/// <summary>Puts the limits of requests and of connections in their places.</summary>
internal static class LimitSetup
{
    // A bid is some 20 bytes in one packet; the largest body, of 4 KiB, may take 22 seconds.
    private const double BodyBytesPerSecondMin = 240;
    private const int StreamsPerConnectionMax = 100;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);

    /// <summary>Options and allowances; those of one process unless the host has others.</summary>
    /// <exception cref="InvalidOperationException">A proxy is none; the message says what to do.</exception>
    public static void AddLimits(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        services.AddSingleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>();
        services.AddOptions<LimitOptions>()
            .Configure(options =>
            {
                if (isDevelopment)
                {
                    options.CallsPerPersonPerMinute = 0;
                    options.RequestsPerAddressPerMinute = 0;
                    options.ConnectionsPerAddressMax = options.ConnectionsMax;
                }

                configuration.GetSection(LimitOptions.Section).Bind(options);
            })
            .ValidateOnStart();
        var proxies = KnownProxies.In(configuration);
        services.AddSingleton(proxies);
        services.TryAddSingleton<IAllowances, LocalAllowances>();
        services.AddSingleton(provider => new ConnectionGate(
            provider.GetRequiredService<IOptions<LimitOptions>>().Value,
            proxies,
            provider.GetRequiredService<InternalListener>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ConnectionGate>>()));
        services.AddOptions<KestrelServerOptions>().Configure<ConnectionGate>(Configure);
    }

    /// <summary>To be first: behind it a request comes from whom it is of.</summary>
    public static void UseKnownProxies(this WebApplication app) =>
        app.Services.GetRequiredService<KnownProxies>().Use(app);

    /// <summary>To be behind the routing and before the authentication.</summary>
    public static void UseAddressLimit(this WebApplication app)
    {
        if (Options(app).RequestsPerAddressPerMinute is > 0 and var most)
        {
            app.Use(new AddressLimit(
                Allowance(app, most),
                Allowance(app, Addresses.SiteTimes * most),
                app.Services.GetRequiredService<People>(),
                app.Services.GetRequiredService<KnownProxies>(),
                app.Services.GetRequiredService<InternalListener>()).LimitAsync);
        }
    }

    /// <summary>To be behind the authentication.</summary>
    public static void UsePersonLimit(this WebApplication app)
    {
        if (Options(app).CallsPerPersonPerMinute is > 0 and var most)
        {
            app.Use(new PersonLimit(Allowance(app, most), app.Services.GetRequiredService<People>()).LimitAsync);
        }
    }

    private static LimitOptions Options(WebApplication app) =>
        app.Services.GetRequiredService<IOptions<LimitOptions>>().Value;

    private static IAllowance Allowance(WebApplication app, int most) =>
        app.Services.GetRequiredService<IAllowances>().Of(most);

    private static void Configure(KestrelServerOptions kestrel, ConnectionGate gate)
    {
        // It counts by itself, and the connections of the cluster's inside not at all.
        kestrel.Limits.MaxConcurrentConnections = null;
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(
            next => connection => gate.PassAsync(connection, next)));
        kestrel.Limits.KeepAliveTimeout = KeepAliveTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(BodyBytesPerSecondMin, Grace);
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnectionMax;
        kestrel.Limits.Http2.KeepAlivePingDelay = PingDelay;
    }
}
