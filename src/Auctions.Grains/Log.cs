using Auctions.Core;
using Microsoft.Extensions.Logging;

namespace Auctions.Grains;

/// <summary>What calls between front ends and silos log. Never a maximum.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "View {Sequence} of auction {Auction} did not reach its stream: {Reason}")]
    public static partial void ViewLost(ILogger logger, AuctionId auction, long sequence, string reason);

    [LoggerMessage(2, LogLevel.Error, "The live views of auction {Auction} stopped; front ends ask instead.")]
    public static partial void PublisherFailed(ILogger logger, AuctionId auction, Exception failed);

    [LoggerMessage(3, LogLevel.Warning, "The stream of auction {Auction} cannot be subscribed now: {Reason}")]
    public static partial void SubscriptionFailed(ILogger logger, AuctionId auction, string reason);

    [LoggerMessage(4, LogLevel.Error, "A call to auction {Auction} failed as none should; its outcome is unknown.")]
    public static partial void CallBroken(ILogger logger, AuctionId auction, Exception failed);

    [LoggerMessage(5, LogLevel.Debug, "Auction {Auction}, which ends soon, could not be woken: {Reason}")]
    public static partial void WakeFailed(ILogger logger, AuctionId auction, string reason);

    [LoggerMessage(6, LogLevel.Debug, "Auction {Auction}, which is watched, did not answer: {Reason}")]
    public static partial void ViewUnanswered(ILogger logger, AuctionId auction, string reason);
}
