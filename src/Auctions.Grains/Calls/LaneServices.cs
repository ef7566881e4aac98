using Auctions.Core;
using Microsoft.Extensions.Logging;

namespace Auctions.Grains.Calls;

/// <summary>What all calls of a front end share.</summary>
/// <param name="Options">Times and bounds.</param>
/// <param name="Time">Monotonic clock and timers.</param>
/// <param name="IsConnected">Whether there is a silo to talk to.</param>
/// <param name="Patience">How long calls are waited for.</param>
/// <param name="Early">Hears what silos answer before the rest of a call.</param>
/// <param name="Closed">Told when a lane has nothing to send any more.</param>
/// <param name="Logger">Where faults are logged.</param>
internal sealed record LaneServices(
    GrainOptions Options,
    TimeProvider Time,
    Func<bool> IsConnected,
    CallPatience Patience,
    EarlyReplies Early,
    Action<AuctionId, BidLane> Closed,
    ILogger Logger)
{
    /// <summary>
    /// Waits for a call whose sender gives up at a deadline, a monotonic timestamp; answers whether it has ended.
    /// </summary>
    public ValueTask<bool> EndsAsync(Task call, long deadline) => Patience.EndsAsync(
        call, TimeSpan.FromSeconds((double)(deadline - Time.GetTimestamp()) / Time.TimestampFrequency), Time);
}
