namespace Auctions.Server;

/// <summary>What the server logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Storage: {Storage}")]
    public static partial void Starting(ILogger logger, string storage);

    [LoggerMessage(2, LogLevel.Warning, "Development: the header X-User stands for a token with every scope.")]
    public static partial void DevelopmentHeader(ILogger logger);
}
