using Auctions.Core;

namespace Auctions.Grains.Messages;

/// <summary>A durable public view on its way. Wire format: add members, never change one.</summary>
[GenerateSerializer, Immutable, Alias("view-message")]
public sealed record ViewMessage(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long Sequence,
    [property: Id(2)] Guid Seller,
    [property: Id(3)] string Title,
    [property: Id(4)] string Currency,
    [property: Id(5)] AuctionFormat Format,
    [property: Id(6)] AuctionStatus Status,
    [property: Id(7)] long? Price,
    [property: Id(8)] int BidCount,
    [property: Id(9)] int? LeaderNumber,
    [property: Id(10)] long? MinimumBid,
    [property: Id(11)] bool ReserveMet,
    [property: Id(12)] long? BuyItNow,
    [property: Id(13)] long OpensAt,
    [property: Id(14)] long ClosesAt,
    [property: Id(15)] int Extensions)
{
    public static ViewMessage Of(AuctionView view) => new(
        view.Id.Value,
        view.Sequence,
        Wire.ToGuid(view.Seller.Value),
        view.Title,
        view.Currency,
        view.Format,
        view.Status,
        view.Price,
        view.BidCount,
        view.LeaderNumber,
        view.MinimumBid,
        view.ReserveMet,
        view.BuyItNow,
        view.OpensAt.UtcTicks,
        view.ClosesAt.UtcTicks,
        view.Extensions);

    public AuctionView ToView() => new(
        new AuctionId(Id),
        Sequence,
        new PersonId(Wire.ToNumber(Seller)),
        Title,
        Currency,
        Format,
        Status,
        Price,
        BidCount,
        LeaderNumber,
        MinimumBid,
        ReserveMet,
        BuyItNow,
        Wire.ToInstant(OpensAt),
        Wire.ToInstant(ClosesAt),
        Extensions);

    /// <summary>The type's name alone, for Orleans logs what it sends.</summary>
    public override string ToString() => nameof(ViewMessage);
}
