using Microsoft.Extensions.Logging;

namespace Auctions.Web.Hotspots;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "No report on what is hot could be made; it is tried again every second.")]
    public static partial void ReportBroke(ILogger logger, Exception failed);
}
