using Auctions.Core;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage;

/// <summary>What the storage logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Shard {Shard} is left out of a list: it did not answer.")]
    public static partial void ShardLeftOut(ILogger logger, int shard, Exception reason);

    [LoggerMessage(2, LogLevel.Error, "A segment of auction {Auction} is left out of own bids: it is damaged.")]
    public static partial void SegmentLeftOut(ILogger logger, AuctionId auction, Exception reason);

    [LoggerMessage(3, LogLevel.Warning, "Shard {Shard}: own bids could not be brought up to date.")]
    public static partial void ProjectionFailed(ILogger logger, int shard, Exception reason);
}
