namespace Auctions.Core;

/// <summary>
/// What the seller sets when an auction is created. Money in minor units of <paramref name="Currency"/>.
/// </summary>
/// <param name="Seller">Who sells; nobody bids on the own lot.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Format">How bids become a price.</param>
/// <param name="OpeningPrice">Price of the first accepted bid.</param>
/// <param name="Increments">By how much the price rises.</param>
/// <param name="Reserve">Hidden: below it nothing is sold. Null: none.</param>
/// <param name="BuyItNow">Ends the auction at once at this price; at least 130 % of the opening price. Null:
///   none.</param>
/// <param name="OpensAt">From when bids are accepted.</param>
/// <param name="ClosesAt">The end, unless a soft close, an operator or a pause moves it.</param>
/// <param name="SoftClose">Null: hard close.</param>
public sealed record AuctionTerms(
    PersonId Seller,
    string Title,
    string Currency,
    AuctionFormat Format,
    long OpeningPrice,
    IncrementTable Increments,
    long? Reserve,
    long? BuyItNow,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    SoftClose? SoftClose);
