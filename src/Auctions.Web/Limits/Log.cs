using Microsoft.Extensions.Logging;

namespace Auctions.Web.Limits;

/// <summary>What the limits log. Never whom they turned away.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Closed {Count} connections beyond Limits:ConnectionsMax ({Max}) or " +
        "Limits:ConnectionsPerAddressMax ({PerAddressMax}); told at most once a minute.")]
    public static partial void ConnectionsClosed(ILogger logger, int count, int max, int perAddressMax);

    [LoggerMessage(2, LogLevel.Warning, "Somebody who is no known proxy sent X-Forwarded-For, which does not count. " +
        "If it was a proxy of yours, name it in Proxies:Known: until then limits cannot tell apart who comes by it. " +
        "Told once.")]
    public static partial void ProxyUnknown(ILogger logger);
}
