namespace Auctions.Silo;

/// <summary>What a silo logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Storage: {Storage}")]
    public static partial void Starting(ILogger logger, string storage);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "The connections of this version of Orleans cannot be closed from here: after a silo freezes its auctions " +
        "come back later.")]
    public static partial void ConnectionsOutOfReach(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "Connections to silo {Silo}, which is dead, were not closed.")]
    public static partial void ConnectionsNotClosed(ILogger logger, SiloAddress silo, Exception failed);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "Members {Silos} take no connection, and nobody has voted them out; this silo joins once they are, or in at " +
        "most {Seconds:0} s.")]
    public static partial void WaitingForPredecessors(ILogger logger, string silos, double seconds);

    [LoggerMessage(5, LogLevel.Information, "The pods of this cluster are watched.")]
    public static partial void PodsWatched(ILogger logger);

    [LoggerMessage(
        6,
        LogLevel.Warning,
        "The pods of this cluster are not watched, which is tried again: {Reason} The silo serves all the same. Its " +
        "service account needs get, list and watch of pods.")]
    public static partial void PodsNotWatched(ILogger logger, string reason);
}
