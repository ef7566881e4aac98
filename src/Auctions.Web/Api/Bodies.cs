using System.Text.Json.Serialization;
using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Web.Api;

/// <summary>The public view of an auction. Money in minor units, times in UTC.</summary>
public sealed record ViewBody
{
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    public required string Seller { get; init; }

    public required string Currency { get; init; }

    public required string Format { get; init; }

    public required string Status { get; init; }

    /// <summary>Null before the first bid; the hammer price once sold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? Price { get; init; }

    public required int BidCount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Leader { get; init; }

    /// <summary>Null once the auction has ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? MinimumBid { get; init; }

    public required bool ReserveMet { get; init; }

    /// <summary>Absent unless the lot can be bought at once.</summary>
    public long? BuyItNow { get; init; }

    public required DateTime OpensAt { get; init; }

    public required DateTime ClosesAt { get; init; }

    public required int Extensions { get; init; }

    public required long Sequence { get; init; }

    public required DateTime ServerTime { get; init; }

    public static ViewBody Of(AuctionView view, string seller, DateTimeOffset now) => new()
    {
        Id = view.Id.Value,
        Title = view.Title,
        Seller = seller,
        Currency = view.Currency,
        Format = FormatNames.Of(view.Format),
        Status = view.StatusAt(now),
        Price = view.Price,
        BidCount = view.BidCount,
        Leader = view.LeaderNumber is { } number ? BidderName(number) : null,
        MinimumBid = view.MinimumBid,
        ReserveMet = view.ReserveMet,
        BuyItNow = view.BuyItNow,
        OpensAt = view.OpensAt.UtcDateTime,
        ClosesAt = view.ClosesAt.UtcDateTime,
        Extensions = view.Extensions,
        Sequence = view.Sequence,
        ServerTime = now.UtcDateTime,
    };

    internal static async ValueTask<IReadOnlyList<ViewBody>> OfAsync(
        IReadOnlyList<AuctionView> views, SellerNames names, DateTimeOffset now)
    {
        var sellers = await names.OfAsync([.. views.Select(view => view.Seller)]);
        return [.. views.Select(view => Of(view, sellers.GetValueOrDefault(view.Seller, SellerNames.Unknown), now))];
    }

    /// <summary>How a bidder is called in public.</summary>
    public static string BidderName(int number) => $"Bidder {number}";
}

/// <summary>The answer to an accepted bid.</summary>
public sealed record BidBody
{
    public required Guid BidId { get; init; }

    public required long Sequence { get; init; }

    public required string Status { get; init; }

    public required long Price { get; init; }

    /// <summary>Null once won.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? MinimumBid { get; init; }

    public required DateTime ClosesAt { get; init; }

    public required bool ReserveMet { get; init; }

    public required bool Replayed { get; init; }

    public required DateTime ServerTime { get; init; }
}

/// <summary>A page of auctions in the order of their ends.</summary>
public sealed record AuctionListBody
{
    public required IReadOnlyList<ViewBody> Items { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? NextCursor { get; init; }

    /// <summary>Whether some shard did not answer, so that its auctions are missing.</summary>
    public required bool Partial { get; init; }

    public required IReadOnlyList<int> MissingShards { get; init; }

    /// <summary>Whatever happened by then is taken into account; prices may be a second older.</summary>
    public required DateTime AsOf { get; init; }

    public required DateTime ServerTime { get; init; }
}

/// <summary>One accepted bid, as anyone may see it.</summary>
public sealed record HistoryItem(long Sequence, string Bidder, long Price, DateTime PlacedAt)
{
    public static HistoryItem Of(HistoryEntry entry) => new(
        entry.Sequence, ViewBody.BidderName(entry.BidderNumber), entry.Price, entry.PlacedAt.UtcDateTime);
}

/// <summary>A page of accepted bids, newest first.</summary>
public sealed record HistoryBody
{
    public required IReadOnlyList<HistoryItem> Items { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? NextCursor { get; init; }

    /// <summary>Every bid accepted by then is taken into account.</summary>
    public required DateTime AsOf { get; init; }

    public required DateTime ServerTime { get; init; }
}

/// <summary>The caller's bids on one auction, the own maximum included.</summary>
public sealed record OwnBidsItem
{
    public required Guid AuctionId { get; init; }

    public required string Title { get; init; }

    public required string Currency { get; init; }

    public required string Status { get; init; }

    public required long? Price { get; init; }

    public required DateTime ClosesAt { get; init; }

    public required string Bidder { get; init; }

    public required bool Leading { get; init; }

    public required long Maximum { get; init; }

    public required int Bids { get; init; }

    public required long LastSequence { get; init; }

    public required DateTime LastBidAt { get; init; }
}

/// <summary>A page of the caller's own bids, last bid first.</summary>
public sealed record OwnBidsBody
{
    public required IReadOnlyList<OwnBidsItem> Items { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? NextCursor { get; init; }

    public required bool Partial { get; init; }

    public required IReadOnlyList<int> MissingShards { get; init; }

    public required DateTime ServerTime { get; init; }
}

/// <summary>A sign of life on the feed.</summary>
public sealed record HeartbeatBody(DateTime ServerTime);

/// <summary>The answer to a probe.</summary>
public sealed record HealthBody(string Status, DateTime ServerTime);
