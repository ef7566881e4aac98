using Auctions.Core;

namespace Auctions.Engine.Actor;

/// <summary>The bounds of an actor.</summary>
/// <param name="Drain">How long after the end the hammer falls.</param>
/// <param name="QueueDepthMax">Most bids that wait for the journal.</param>
/// <param name="HeldBidsMax">Most bids held between the end and the hammer.</param>
/// <param name="BidsPerAuctionMax">Most bids an auction may hold.</param>
/// <param name="SegmentBytesMax">Largest segment, in bytes.</param>
public sealed record ActorLimits(
    TimeSpan Drain, int QueueDepthMax, int HeldBidsMax, int BidsPerAuctionMax, int SegmentBytesMax)
{
    /// <summary>The turn at a time, under these bounds.</summary>
    public Turn TurnAt(DateTimeOffset now) => new(now, Drain, BidsPerAuctionMax);

    /// <summary>
    /// The stamp as far as it is believed: no later than the bid was handed over, no earlier than the drain allows.
    /// </summary>
    public DateTimeOffset Clamp(DateTimeOffset stamp, DateTimeOffset handover) =>
        stamp > handover ? handover : stamp < handover - Drain ? handover - Drain : stamp;
}
