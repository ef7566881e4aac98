namespace Auctions.Silo;

/// <summary>What a silo logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Storage: {Storage}")]
    public static partial void Starting(ILogger logger, string storage);
}
