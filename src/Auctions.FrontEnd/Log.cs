namespace Auctions.FrontEnd;

/// <summary>What a front end logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Storage: {Storage}")]
    public static partial void Starting(ILogger logger, string storage);

    [LoggerMessage(2, LogLevel.Warning, "Development: the header X-User stands for a token with every scope.")]
    public static partial void DevelopmentHeader(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "No silo can be reached yet: {Reason}")]
    public static partial void NoSiloYet(ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The last silo is lost; requests answer 503 until one is back.")]
    public static partial void SilosLost(ILogger logger);

    [LoggerMessage(5, LogLevel.Information, "Connected to {Silos} silos.")]
    public static partial void SilosFound(ILogger logger, int silos);

    [LoggerMessage(6, LogLevel.Warning, "A silo is lost; {Silos} are left, and calls under way are sent again.")]
    public static partial void SiloLost(ILogger logger, int silos);
}
