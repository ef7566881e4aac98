namespace Auctions.Core;

/// <summary>When and under which bounds a command is decided.</summary>
/// <param name="Now">Time of the turn.</param>
/// <param name="Drain">How long after the end the hammer falls.</param>
/// <param name="BidsMax">Most bids an auction may hold; beyond it <see cref="Refusal.AuctionFull"/>.</param>
public readonly record struct Turn(DateTimeOffset Now, TimeSpan Drain, int BidsMax);
