using System.Net;
using System.Runtime.InteropServices;
using Auctions.Engine;
using Auctions.Web.Internal;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Auctions.Web.Limits;

/// <summary>
/// So many connections of this process, and so many of one address or site. What is more is closed at once, before a
/// byte of it is read; what is open is never closed for it.
/// </summary>
/// <param name="options">How many.</param>
/// <param name="proxies">Whose connections are those of many.</param>
/// <param name="inside">The listener for the cluster's inside, whose connections do not count.</param>
/// <param name="time">Monotonic clock.</param>
/// <param name="logger">Where it is logged, once a minute, how many were closed.</param>
internal sealed class ConnectionGate(
    LimitOptions options, KnownProxies proxies, InternalListener inside, TimeProvider time,
    ILogger<ConnectionGate> logger)
{
    private readonly Pace _telling = new(time, TimeSpan.FromMinutes(1));
    private readonly Lock _counting = new();
    private readonly Dictionary<UInt128, int> _byAddress = [];
    private int _open;
    private int _untold;

    /// <summary>From how many addresses and sites connections are open.</summary>
    public int AddressCount
    {
        get
        {
            lock (_counting)
            {
                return _byAddress.Count;
            }
        }
    }

    /// <summary>Middleware of connections.</summary>
    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (inside.Owns(connection.LocalEndPoint))
        {
            await next(connection);
            return;
        }

        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        var counted = address is null || proxies.IsOfMany(address) ? null : address;
        if (!TryEnter(counted))
        {
            LimitMeter.Count(LimitMeter.Connection);
            connection.Abort();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(counted);
        }
    }

    /// <summary>One more connection; false: there are as many as may be.</summary>
    /// <param name="address">Of which address; null: of none that counts.</param>
    public bool TryEnter(IPAddress? address)
    {
        int untold;
        lock (_counting)
        {
            if (HasRoom(address))
            {
                Count(address, 1);
                return true;
            }

            _untold++;
            if (!_telling.IsDue())
            {
                return false;
            }

            (untold, _untold) = (_untold, 0);
        }

        Log.ConnectionsClosed(logger, untold, options.ConnectionsMax, options.ConnectionsPerAddressMax);
        return false;
    }

    /// <summary>A connection that had entered is gone.</summary>
    public void Leave(IPAddress? address)
    {
        lock (_counting)
        {
            Count(address, -1);
        }
    }

    private bool HasRoom(IPAddress? address) =>
        _open < options.ConnectionsMax &&
        (address is null ||
            (_byAddress.GetValueOrDefault(Addresses.Counted(address)) < options.ConnectionsPerAddressMax &&
            (Addresses.Site(address) is not { } site ||
                _byAddress.GetValueOrDefault(site) < Addresses.SiteTimes * options.ConnectionsPerAddressMax)));

    private void Count(IPAddress? address, int more)
    {
        _open += more;
        if (address is not null)
        {
            Count(Addresses.Counted(address), more);
            if (Addresses.Site(address) is { } site)
            {
                Count(site, more);
            }
        }
    }

    private void Count(UInt128 key, int more)
    {
        if ((CollectionsMarshal.GetValueRefOrAddDefault(_byAddress, key, out _) += more) == 0)
        {
            _byAddress.Remove(key);
        }
    }
}
