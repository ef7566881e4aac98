using Auctions.Core;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine;

/// <summary>What the engine logs. No amount that a bidder offered and no pseudonym ever goes here.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Auction {Auction} is owned by another activation: this one ends.")]
    public static partial void Fenced(ILogger logger, AuctionId auction);

    [LoggerMessage(2, LogLevel.Error, "Shard {Shard} cannot write; its auctions answer 503 until it can. {Reason}")]
    public static partial void ShardUnavailable(ILogger logger, int shard, Reason reason);

    [LoggerMessage(
        3, LogLevel.Warning,
        "Shard {Shard}: the outcome of a write is unknown; raising epochs to settle it. {Reason}")]
    public static partial void OutcomeUnknown(ILogger logger, int shard, Reason reason);

    [LoggerMessage(
        4, LogLevel.Error,
        "Shard {Shard}: an unknown outcome could not be settled; {Auctions} auctions reopen. {Reason}")]
    public static partial void OutcomeUnsettled(ILogger logger, int shard, int auctions, Reason reason);

    [LoggerMessage(5, LogLevel.Critical, "Auction {Auction} is quarantined: the journal rejects its segment alone.")]
    public static partial void Quarantined(ILogger logger, AuctionId auction, Exception? reason);

    [LoggerMessage(6, LogLevel.Critical, "Auction {Auction} cannot be opened: what is stored of it is damaged.")]
    public static partial void Damaged(ILogger logger, AuctionId auction, Exception reason);

    [LoggerMessage(
        7, LogLevel.Error,
        "Shard {Shard}: auctions cannot be opened; they answer 503 until they can. {Reason}")]
    public static partial void OpenFailed(ILogger logger, int shard, Reason reason);

    [LoggerMessage(
        8, LogLevel.Warning,
        "Auction {Auction}: no snapshot could be made; the next try is in a while. {Reason}")]
    public static partial void SnapshotFailed(ILogger logger, AuctionId auction, Reason reason);

    [LoggerMessage(
        9, LogLevel.Warning,
        "Shard {Shard}: the sweep for auctions that end soon failed; it goes on. {Reason}")]
    public static partial void SweepFailed(ILogger logger, int shard, Reason reason);

    [LoggerMessage(
        10, LogLevel.Warning,
        "Shard {Shard}: a heartbeat failed; no hammer falls there until one succeeds. {Reason}")]
    public static partial void HeartbeatFailed(ILogger logger, int shard, Reason reason);

    [LoggerMessage(
        11, LogLevel.Warning,
        "Shard {Shard} was not written to from {From:u} to {To:u}: ends in that time move.")]
    public static partial void OutageFound(ILogger logger, int shard, DateTimeOffset from, DateTimeOffset to);

    [LoggerMessage(
        12, LogLevel.Warning,
        "Auction {Auction}: its end moves to {ClosesAt:u}, since bidders could not be served.")]
    public static partial void EndMoved(ILogger logger, AuctionId auction, DateTimeOffset closesAt);

    [LoggerMessage(
        13, LogLevel.Warning,
        "Ownership of {Auctions} idle auctions on shard {Shard} could not be given up. {Reason}")]
    public static partial void ReleaseFailed(ILogger logger, int shard, int auctions, Reason reason);

    [LoggerMessage(14, LogLevel.Warning, "Stopping: {Auctions} auctions still had work after {Seconds} s.")]
    public static partial void StopTimedOut(ILogger logger, int auctions, double seconds);

    [LoggerMessage(15, LogLevel.Information, "Stopped: {Auctions} auctions left memory with everything durable.")]
    public static partial void Stopped(ILogger logger, int auctions);

    [LoggerMessage(
        17,
        LogLevel.Warning,
        "Auction {Auction}: another activation has written to it since; it leaves memory here to be opened anew.")]
    public static partial void Behind(ILogger logger, AuctionId auction);

    [LoggerMessage(
        18, LogLevel.Warning, "What is hot here cannot be reported; it is kept and sent again. {Reason}")]
    public static partial void HeatNotReported(ILogger logger, string reason);

    [LoggerMessage(19, LogLevel.Information, "What is hot here is reported again, {Frames} seconds at once.")]
    public static partial void HeatReportedAgain(ILogger logger, int frames);

    [LoggerMessage(
        20, LogLevel.Warning, "The history of what is hot cannot be kept for now; it is tried again. {Reason}")]
    public static partial void HeatNotKept(ILogger logger, string reason);

    [LoggerMessage(21, LogLevel.Information, "The history of what is hot is kept again.")]
    public static partial void HeatKeptAgain(ILogger logger);

    [LoggerMessage(16, LogLevel.Critical, "A loop of shard {Shard} met a bug; it goes on.")]
    public static partial void LoopFailed(ILogger logger, int shard, Exception reason);
}
