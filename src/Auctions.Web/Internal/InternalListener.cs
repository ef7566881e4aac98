using System.Net;
using Auctions.Web.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Auctions.Web.Internal;

/// <summary>
/// A second address, for the cluster's inside alone: probes and figures for its machinery, which has no token. Whoever
/// can reach it may ask, so it is known by the connection it came in by, never by what a request says of itself.
/// </summary>
internal sealed class InternalListener
{
    /// <summary>Key of the configuration; not set: there is none.</summary>
    public const string Key = "Internal:Url";

    /// <summary>There is none.</summary>
    public static readonly InternalListener None = new(null, 0, static _ => false);

    private readonly int _port;
    private readonly Func<IPAddress, bool> _isOn;

    private InternalListener(string? url, int port, Func<IPAddress, bool> isOn) =>
        (Url, _port, _isOn) = (url, port, isOn);

    /// <summary>Where it listens; null: nowhere.</summary>
    public string? Url { get; }

    /// <summary>The listener that is configured.</summary>
    /// <param name="configuration">This and <c>Urls</c>, which have to be complete.</param>
    /// <exception cref="InvalidOperationException">It cannot be listened on, or not apart from the others.</exception>
    public static InternalListener Of(IConfiguration configuration)
    {
        var url = configuration[Key];
        if (string.IsNullOrEmpty(url))
        {
            return None;
        }

        if (Parse(url) is not { } address || IsOn(address.Host) is not { } isOn)
        {
            throw new InvalidOperationException(
                $"{Key} is \"{url}\"; set it to an address such as http://0.0.0.0:8081: http, then an IP address, " +
                "localhost or *, then a port.");
        }

        // Where endpoints are configured so, the server does not look at Urls, to which this is added.
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            throw new InvalidOperationException(
                $"{Key} does not go with Kestrel:Endpoints; name the public addresses in Urls instead.");
        }

        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        if (urls.Any(other => PortOf(other) == address.Port))
        {
            throw new InvalidOperationException(
                $"{Key} is \"{url}\" and Urls has the same port; give it one of its own, which only the cluster can " +
                "reach, such as http://0.0.0.0:8081.");
        }

        return new InternalListener(url, address.Port, isOn);
    }

    /// <summary>Whether a connection came in by it.</summary>
    public bool Owns(ConnectionInfo connection) => Owns(connection.LocalIpAddress, connection.LocalPort);

    /// <summary>Whether a connection came in by it.</summary>
    /// <param name="local">Where the connection arrived.</param>
    public bool Owns(EndPoint? local) => local is IPEndPoint arrived && Owns(arrived.Address, arrived.Port);

    private bool Owns(IPAddress? local, int port) => port == _port && _port > 0 && local is not null && _isOn(local);

    private static int? PortOf(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Port;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static BindingAddress? Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) &&
                !address.IsUnixPipe && !address.IsNamedPipe && address.PathBase.Length == 0 &&
                address.Port is > 0 and <= ushort.MaxValue ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // As Kestrel has it, but for names, which it takes for any address: here they would be a mistake.
    private static Func<IPAddress, bool>? IsOn(string host) => host switch
    {
        "*" or "+" => static _ => true,
        _ when host.Equals("localhost", StringComparison.OrdinalIgnoreCase) => IPAddress.IsLoopback,
        _ when IPAddress.TryParse(host, out var one) => one.Equals(IPAddress.Any) || one.Equals(IPAddress.IPv6Any)
            ? static _ => true
            : local => Addresses.Plain(local).Equals(Addresses.Plain(one)),
        _ => null,
    };
}
