using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using IPNetwork = System.Net.IPNetwork;

namespace Auctions.Web.Limits;

/// <summary>
/// The proxies in front of this site: from them, and from nobody else, it is taken over whom they speak for and by
/// which scheme.
/// </summary>
internal sealed class KnownProxies
{
    public const string Key = "Proxies:Known";

    // By which ASP.NET would believe anybody.
    private const string BelieveAllKey = "ForwardedHeaders_Enabled";

    // A chain of proxies, each of them known, is no longer than this.
    private const int ChainMax = 8;

    private static readonly IPAddress Mapped = IPAddress.Any.MapToIPv6();

    private readonly IPNetwork[] _networks;
    private bool _hasWarned;

    private KnownProxies(IPNetwork[] networks) => _networks = networks;

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">One is no address; the message says what to do.</exception>
    public static KnownProxies In(IConfiguration configuration)
    {
        if (string.Equals(configuration[BelieveAllKey], "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"ASPNETCORE_FORWARDEDHEADERS_ENABLED is set, by which anybody's X-Forwarded-For would count; unset " +
                $"it and name your proxies in {Key}:0 and so on.");
        }

        var section = configuration.GetSection(Key);
        return section.Value is { Length: > 0 } single
            ? throw new InvalidOperationException(
                $"{Key} is \"{single}\"; it is a list: set {Key}:0, {Key}:1 and so on, one proxy in each.")
            : new KnownProxies([.. section.GetChildren().Select(Parse)]);
    }

    /// <summary>Whether an address is one of theirs.</summary>
    public bool Contains(IPAddress address)
    {
        var plain = Addresses.Plain(address);
        return Array.Exists(_networks, network => network.Contains(plain));
    }

    /// <summary>
    /// Whether what comes from an address may be what many sent: it is a known proxy, or none is named and it comes
    /// from this machine, where a proxy usually is.
    /// </summary>
    public bool IsOfMany(IPAddress address) => Contains(address) || IsUnnamed(address);

    /// <summary>Whether it comes from this machine and no proxy is named.</summary>
    public bool IsUnnamed(IPAddress address) => _networks.Length == 0 && IPAddress.IsLoopback(Addresses.Plain(address));

    /// <summary>Whom they speak for is what a request comes from, from here on.</summary>
    public void Use(WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILogger<KnownProxies>>();
        app.Use((http, next) =>
        {
            WarnOfUnknown(http, logger);
            return next(http);
        });
        if (_networks.Length == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = ChainMax,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in _networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }

    // Once: whoever likes may send the header.
    private void WarnOfUnknown(HttpContext http, ILogger logger)
    {
        if (!_hasWarned && http.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName) &&
            http.Connection.RemoteIpAddress is { } peer && !Contains(peer) &&
            !Interlocked.Exchange(ref _hasWarned, true))
        {
            Log.ProxyUnknown(logger);
        }
    }

    private static IPNetwork Parse(IConfigurationSection entry)
    {
        var text = entry.Value ?? "";
        if (IPAddress.TryParse(text, out var address))
        {
            var plain = Addresses.Plain(address);
            return new IPNetwork(plain, plain.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network) && Plain(network) is { } known
            ? known
            : throw new InvalidOperationException(
                $"{entry.Path} is \"{text}\"; set it to a proxy's IP address, such as 10.0.0.7, or to a network in " +
                "CIDR notation, such as 10.0.0.0/24.");
    }

    // One of version 4 as such, also where it is written as one of version 6; null: it is of both.
    private static IPNetwork? Plain(IPNetwork network)
    {
        var mappedBits = 8 * (Mapped.GetAddressBytes().Length - IPAddress.Any.GetAddressBytes().Length);
        return network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= mappedBits
            ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - mappedBits)
            : HoldsMapped(network) ? null : network;
    }

    // By its bits: asked whether it contains ::ffff:0.0.0.0, any network of version 6 says yes (.NET 10.0).
    private static bool HoldsMapped(IPNetwork network)
    {
        var (own, mapped) = (network.BaseAddress.GetAddressBytes(), Mapped.GetAddressBytes());
        return own.Length == mapped.Length && Enumerable.Range(0, network.PrefixLength).All(bit =>
            ((own[bit / 8] ^ mapped[bit / 8]) & (0x80 >> (bit % 8))) == 0);
    }
}
