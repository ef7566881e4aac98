using System.Net;
using Auctions.Engine.Ports;
using Auctions.Web.Http;
using Auctions.Web.Identity;
using Auctions.Web.Internal;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Limits;

/// <summary>
/// So many requests of one address in any minute, whoever they are of; of a site of version 6, some times as many.
/// Looked at before anything is done for a request but to find its endpoint, be it to learn whose it is.
/// </summary>
/// <param name="ofAddress">What each address has.</param>
/// <param name="ofSite">What each site of version 6 has.</param>
/// <param name="people">Knows pseudonyms, which alone leave this process.</param>
/// <param name="proxies">Whether a proxy of this machine may be unnamed.</param>
/// <param name="inside">The listener for the cluster's inside, whose requests do not count.</param>
internal sealed class AddressLimit(
    IAllowance ofAddress, IAllowance ofSite, People people, KnownProxies proxies, InternalListener inside)
{
    /// <summary>Middleware.</summary>
    public async Task LimitAsync(HttpContext http, RequestDelegate next)
    {
        // Without an address it came through a socket of this machine.
        if (http.Connection.RemoteIpAddress is { } address && !proxies.IsUnnamed(address) &&
            !inside.Owns(http.Connection) && RequestPrice.Of(http) is > 0 and var units &&
            await SpendAsync(address, units) is { } wait)
        {
            LimitMeter.Count(LimitMeter.Address);
            await TooMany(wait).ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    /// <summary>The answer to whoever asks more than a limit allows.</summary>
    public static Problem TooMany(TimeSpan wait) => new(
        StatusCodes.Status429TooManyRequests,
        "too-many-requests",
        "You ask more than this site allows; nothing was done.")
    {
        RetryAfter = wait,
    };

    // The address first: one that is beyond its own limit takes nothing from its neighbours.
    private async ValueTask<TimeSpan?> SpendAsync(IPAddress address, int units) =>
        await ofAddress.SpendAsync(people.IdOf(address), units) ??
        (Addresses.Site(address) is { } site
            ? await ofSite.SpendAsync(people.IdOfNetwork(site), units)
            : null);
}
