using Auctions.Core;
using Microsoft.Extensions.Logging;

namespace Auctions.Web.Live;

/// <summary>What the live feed logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The views of {Auction} broke off; its watchers connect anew.")]
    public static partial void FeedBroke(ILogger logger, AuctionId auction, Exception failed);

    [LoggerMessage(2, LogLevel.Error, "A round of the live feed broke off; the next one goes on.")]
    public static partial void ServingBroke(ILogger logger, Exception failed);
}
