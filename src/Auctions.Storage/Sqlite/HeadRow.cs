using Auctions.Core;
using Auctions.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Sqlite;

/// <summary>The list columns of a head row.</summary>
internal static class HeadRow
{
    public const string ViewColumns =
        "auction_id, last_sequence, seller, title, currency, format, status, price, bid_count, leader_number, " +
        "minimum_bid, reserve_met, buy_it_now, opens_at, closes_at, extensions";

    /// <summary>Reads <see cref="ViewColumns"/> from a created auction's row.</summary>
    public static AuctionView ReadView(SqliteDataReader row) => new(
        row.GetAuctionId(0),
        row.GetInt64(1),
        row.GetPersonId(2),
        row.GetString(3),
        row.GetString(4),
        (AuctionFormat)row.GetInt32(5),
        (AuctionStatus)row.GetInt32(6),
        row.GetNullableInt64(7),
        row.GetInt32(8),
        (int?)row.GetNullableInt64(9),
        row.GetNullableInt64(10),
        row.GetBoolean(11),
        row.GetNullableInt64(12),
        row.GetInstant(13),
        row.GetInstant(14),
        row.GetInt32(15));

    /// <summary>The title alone of <see cref="ViewColumns"/>.</summary>
    public static string ReadTitle(SqliteDataReader row) => row.GetString(3);

    /// <summary>The place in a list alone of <see cref="ViewColumns"/>.</summary>
    public static DueAuction ReadPlace(SqliteDataReader row) => new(row.GetInstant(14), row.GetAuctionId(0));

    /// <summary>The parameters of a statement that sets the columns which lists read.</summary>
    public static (string Name, object? Value)[] ListColumnsOf(AuctionView view) =>
    [
        ("$status", (int)view.Status),
        ("$opens", Ticks.Of(view.OpensAt)),
        ("$closes", Ticks.Of(view.ClosesAt)),
        ("$seller", SqliteValues.ToBlob(view.Seller)),
        ("$title", view.Title),
        ("$currency", view.Currency),
        ("$format", (int)view.Format),
        ("$price", view.Price),
        ("$bids", view.BidCount),
        ("$leader", view.LeaderNumber),
        ("$minimum", view.MinimumBid),
        ("$reserve", view.ReserveMet),
        ("$now", view.BuyItNow),
        ("$extensions", view.Extensions),
    ];
}
