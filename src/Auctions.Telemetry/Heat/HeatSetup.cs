using System.Diagnostics;
using System.Globalization;
using Auctions.Engine;
using Auctions.Engine.Heat;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Auctions.Telemetry.Heat;

/// <summary>Has a process report once a second what is hot in it.</summary>
public static class HeatSetup
{
    private const string EnabledKey = "Hotspots:Enabled";

    /// <summary>Whether anything is to be reported: <c>Hotspots:Enabled</c>, true unless it says false.</summary>
    /// <exception cref="InvalidOperationException">The setting is neither; the message says so.</exception>
    public static bool IsEnabled(IConfiguration configuration) =>
        configuration[EnabledKey] is not { Length: > 0 } value || (bool.TryParse(value, out var isOn)
            ? isOn
            : throw new InvalidOperationException($"{EnabledKey} is \"{value}\"; set it to true or false."));

    /// <summary>
    /// Reports from the host's start until its end what its <see cref="IHeatSource"/>s know, to its
    /// <see cref="Engine.Ports.IHeatSink"/>. To be added before what has auctions, so that the last they did is
    /// reported.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration"><c>Hotspots:Enabled</c>.</param>
    /// <param name="kind"><c>server</c> or <c>front-end</c>.</param>
    /// <exception cref="InvalidOperationException">The setting is wrong; the message says how.</exception>
    public static IServiceCollection AddHeatReports(
        this IServiceCollection services, IConfiguration configuration, string kind)
    {
        services.AddHeatReporter(kind, _ => NameOf(kind));
        return IsEnabled(configuration) ? services.AddHostedService<HeatService>() : services;
    }

    /// <summary>What reports; when it does is the host's affair.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="kind"><c>server</c>, <c>silo</c> or <c>front-end</c>.</param>
    /// <param name="nameOf">The process's name, which no other process has, nor had.</param>
    public static IServiceCollection AddHeatReporter(
        this IServiceCollection services, string kind, Func<IServiceProvider, string> nameOf)
    {
        services.AddSingleton(provider => new ProcessHeat
        {
            Name = nameOf(provider),
            Kind = kind,
            Version = typeof(HeatSetup).Assembly.GetName().Version?.ToString(3) ?? "",
            StartedAt = provider.GetRequiredService<AuctionClock>().Now.ToUnixTimeSeconds(),
        });
        services.AddSingleton<HeatReporter>();
        return services;
    }

    /// <summary>Gathers what processes report, and knows what can be done about it.</summary>
    public static IServiceCollection AddHeatGathering(this IServiceCollection services)
    {
        services.AddSingleton<HeatGatherer>();
        services.AddSingleton<Conflation>();
        services.AddSingleton<IRemedyHand>(provider => provider.GetRequiredService<Conflation>());
        services.AddSingleton<IRemedyHand, Pinning>();
        services.AddSingleton<Hotspots>();
        return services;
    }

    // Nobody else has it: not even the same program started again at once, for that is another process.
    private static string NameOf(string kind)
    {
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() % 1_000_000;
        return string.Create(
            CultureInfo.InvariantCulture, $"{kind} {Environment.MachineName}:{Environment.ProcessId}-{started}");
    }
}
