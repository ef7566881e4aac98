namespace Auctions.Cli.Replay;

/// <summary>One auction of a file. Money in minor units.</summary>
/// <param name="Id">The column <c>auctionid</c>.</param>
/// <param name="Title">What is sold, with the id.</param>
/// <param name="OpeningPrice">The column <c>openbid</c> of the auction's first row.</param>
/// <param name="Price">What the auction closed at, by the column <c>price</c>.</param>
/// <param name="Bids">In time order; bids of the same time in file order.</param>
internal sealed record RecordedAuction(
    string Id, string Title, long OpeningPrice, long Price, IReadOnlyList<RecordedBid> Bids);

/// <summary>One row of a file.</summary>
/// <param name="Row">Number of the row among the data rows, from 1.</param>
/// <param name="Days">When the bid was placed, in days since the auction's start.</param>
/// <param name="Bidder">The bidder's name.</param>
/// <param name="Amount">A proxy maximum, in minor units.</param>
internal readonly record struct RecordedBid(int Row, double Days, string Bidder, long Amount);
