using Auctions.Core;

namespace Auctions.Chaos.Recordings;

/// <summary>A view that somebody was shown.</summary>
/// <param name="Lot">Number of the auction.</param>
/// <param name="SentAt">When it was asked for.</param>
/// <param name="AnsweredAt">When it was there.</param>
/// <param name="After">The sequence it was asked to be after at least.</param>
/// <param name="View">The view; its seller and title are those that were asked for.</param>
internal sealed record SeenView(int Lot, long SentAt, long AnsweredAt, long After, AuctionView View);

/// <summary>A page of an auction's history that somebody was shown, newest first.</summary>
/// <param name="Lot">Number of the auction.</param>
/// <param name="AnsweredAt">When it was there.</param>
/// <param name="AtLeast">A sequence of which the reader had been told before it asked.</param>
/// <param name="Bids">Sequence, bidder's public number and price after it.</param>
internal sealed record SeenHistory(
    int Lot, long AnsweredAt, long AtLeast, IReadOnlyList<(long Sequence, int Bidder, long Price)> Bids);

/// <summary>What a bidder was shown of the own bids on an auction.</summary>
/// <param name="Lot">Number of the auction.</param>
/// <param name="Bidder">Number of the bidder.</param>
/// <param name="Maximum">The own maximum.</param>
/// <param name="Bids">How many were accepted.</param>
/// <param name="LastSequence">Sequence of the last one.</param>
internal sealed record SeenOwnBids(int Lot, int Bidder, long Maximum, int Bids, long LastSequence);
