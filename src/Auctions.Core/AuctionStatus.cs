namespace Auctions.Core;

/// <summary>Where an auction stands, as far as events tell. The numbers are stored: add, never change.</summary>
public enum AuctionStatus
{
    /// <summary>Created and not ended; clients see upcoming, open or closing, by the time.</summary>
    Open = 1,

    /// <summary>An operator stopped the clock.</summary>
    Paused = 2,

    /// <summary>The hammer fell and somebody bought.</summary>
    Sold = 3,

    /// <summary>The hammer fell and nobody bought.</summary>
    Unsold = 4,

    /// <summary>Withdrawn before the hammer fell.</summary>
    Cancelled = 5,
}
