namespace Auctions.Core;

/// <summary>How bids become a price. The numbers are stored: add, never change.</summary>
public enum AuctionFormat
{
    /// <summary>Ascending, with proxy bidding: a bid is a maximum.</summary>
    English = 1,
}
