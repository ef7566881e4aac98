using Auctions.Core;

namespace Auctions.Web.Tests.Support;

/// <summary>Views of an auction that nobody runs.</summary>
internal static class Views
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static AuctionView Of(long sequence, AuctionStatus status = AuctionStatus.Open) => new(
        default,
        sequence,
        default,
        "Chair",
        "USD",
        AuctionFormat.English,
        status,
        Price: 1000 + sequence,
        BidCount: (int)sequence,
        LeaderNumber: 1,
        MinimumBid: status == AuctionStatus.Open ? 2000 + sequence : null,
        ReserveMet: true,
        BuyItNow: null,
        OpensAt: Start,
        ClosesAt: Start.AddHours(1),
        Extensions: 0);
}
