using Auctions.Core;
using Auctions.Engine;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage;

/// <summary>What the storage logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Shard {Shard} is left out of lists: {Reason}")]
    public static partial void ShardLeftOut(ILogger logger, int shard, Reason reason);

    [LoggerMessage(2, LogLevel.Error, "A segment of auction {Auction} is left out of own bids: it is damaged.")]
    public static partial void SegmentLeftOut(ILogger logger, AuctionId auction, Exception reason);

    [LoggerMessage(3, LogLevel.Warning, "Shard {Shard}: own bids could not be brought up to date. {Reason}")]
    public static partial void ProjectionFailed(ILogger logger, int shard, Reason reason);

    [LoggerMessage(4, LogLevel.Warning, "{Shard} is left out until it can be reached: {Reason}")]
    public static partial void ShardDown(ILogger logger, string shard, string reason);

    [LoggerMessage(5, LogLevel.Information, "{Shard} can be reached and is taken in.")]
    public static partial void ShardTakenIn(ILogger logger, string shard);

    [LoggerMessage(6, LogLevel.Warning, "Upkeep of {What} failed: {Reason}")]
    public static partial void UpkeepFailed(ILogger logger, string what, string reason);

    [LoggerMessage(7, LogLevel.Error, "Upkeep of {What} is broken and goes on.")]
    public static partial void UpkeepBroken(ILogger logger, string what, Exception bug);

    [LoggerMessage(8, LogLevel.Information, "The slot map is at version {Version} now.")]
    public static partial void SlotMapFollowed(ILogger logger, long version);

    [LoggerMessage(10, LogLevel.Information, "{Shard} has a partition for {Month:yyyy-MM} now.")]
    public static partial void PartitionMade(ILogger logger, string shard, DateOnly month);

    [LoggerMessage(9, LogLevel.Warning, "The clock of {Shard} is {Milliseconds} ms apart from the others.")]
    public static partial void ClockApart(ILogger logger, string shard, double milliseconds);

    [LoggerMessage(
        20, LogLevel.Error,
        "{Pool} at {Address} is silent: what is asked of it is turned away at once until it answers. It is tried " +
        "every second. See whether its server runs, can be reached from here and has connections left.")]
    public static partial void BreakerOpened(ILogger logger, string pool, string address);

    [LoggerMessage(21, LogLevel.Warning, "{Pool} at {Address} answers again and is asked again.")]
    public static partial void BreakerClosed(ILogger logger, string pool, string address);

    [LoggerMessage(22, LogLevel.Warning, "Lists and history are not read from {Replica} at {Address}: {Reason}")]
    public static partial void ReplicaLeft(ILogger logger, string replica, string address, string reason);

    [LoggerMessage(23, LogLevel.Information, "Lists and history are read from {Replica} at {Address} again.")]
    public static partial void ReplicaBack(ILogger logger, string replica, string address);

    [LoggerMessage(
        24,
        LogLevel.Warning,
        "The primary of {Shard} cannot be read: lists and history come from its replicas, however old. {Reason}")]
    public static partial void PrimaryGone(ILogger logger, string shard, string reason);

    [LoggerMessage(25, LogLevel.Information, "Lists and history of {Shard} are as new as they should be again.")]
    public static partial void PrimaryBack(ILogger logger, string shard);
}
