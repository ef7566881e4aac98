namespace Auctions.Engine.Actor;

/// <summary>The bounds of an actor.</summary>
/// <param name="Drain">How long after the end the hammer falls.</param>
/// <param name="QueueDepthMax">Most bids that wait for the journal.</param>
/// <param name="HeldBidsMax">Most bids held between the end and the hammer.</param>
/// <param name="BidsPerAuctionMax">Most bids an auction may hold.</param>
/// <param name="SegmentBytesMax">Largest segment, in bytes.</param>
public sealed record ActorLimits(
    TimeSpan Drain, int QueueDepthMax, int HeldBidsMax, int BidsPerAuctionMax, int SegmentBytesMax);
