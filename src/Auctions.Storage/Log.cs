using Microsoft.Extensions.Logging;

namespace Auctions.Storage;

/// <summary>What the storage logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Shard {Shard} is left out of a list: it did not answer.")]
    public static partial void ShardLeftOut(ILogger logger, int shard, Exception reason);
}
