using Microsoft.Extensions.Logging;

namespace Auctions.Web.Identity;

/// <summary>What is logged about tokens: never one of them.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Auth:Authority does not answer, {Consequence}: {Reason}")]
    public static partial void NoKeys(ILogger logger, string consequence, string reason);
}
