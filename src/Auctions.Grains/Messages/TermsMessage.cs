using Auctions.Core;

namespace Auctions.Grains.Messages;

/// <summary>Terms of an auction on their way. Wire format: add members, never change one.</summary>
[GenerateSerializer, Immutable, Alias("terms-message")]
public sealed record TermsMessage(
    [property: Id(0)] Guid Seller,
    [property: Id(1)] string Title,
    [property: Id(2)] string Currency,
    [property: Id(3)] AuctionFormat Format,
    [property: Id(4)] long OpeningPrice,
    [property: Id(5)] long[] Increments,
    [property: Id(6)] long? Reserve,
    [property: Id(7)] long? BuyItNow,
    [property: Id(8)] long OpensAt,
    [property: Id(9)] long ClosesAt,
    [property: Id(10)] SoftCloseMessage? SoftClose)
{
    public static TermsMessage Of(AuctionTerms terms) => new(
        Wire.ToGuid(terms.Seller.Value),
        terms.Title,
        terms.Currency,
        terms.Format,
        terms.OpeningPrice,
        [.. terms.Increments.Steps.SelectMany(step => (long[])[step.From, step.Step])],
        terms.Reserve,
        terms.BuyItNow,
        terms.OpensAt.UtcTicks,
        terms.ClosesAt.UtcTicks,
        terms.SoftClose is { } soft ? SoftCloseMessage.Of(soft) : null);

    public AuctionTerms ToTerms() => new(
        new PersonId(Wire.ToNumber(Seller)),
        Title,
        Currency,
        Format,
        OpeningPrice,
        IncrementTable.Of([.. Increments.Chunk(2).Select(step => new IncrementStep(step[0], step[1]))]),
        Reserve,
        BuyItNow,
        Wire.ToInstant(OpensAt),
        Wire.ToInstant(ClosesAt),
        SoftClose?.ToSoftClose());
}

/// <summary>A soft close on its way; times in ticks. Wire format: add members, never change one.</summary>
[GenerateSerializer, Immutable, Alias("soft-close-message")]
public sealed record SoftCloseMessage(
    [property: Id(0)] long Window,
    [property: Id(1)] long Extension,
    [property: Id(2)] ExtensionMode Mode,
    [property: Id(3)] int? ExtensionsMax,
    [property: Id(4)] long? HardEnd)
{
    public static SoftCloseMessage Of(SoftClose soft) => new(
        soft.Window.Ticks, soft.Extension.Ticks, soft.Mode, soft.ExtensionsMax, soft.HardEnd?.UtcTicks);

    public SoftClose ToSoftClose() => new(
        TimeSpan.FromTicks(Window), TimeSpan.FromTicks(Extension), Mode, ExtensionsMax, Wire.ToInstant(HardEnd));
}

/// <summary>A seller's wish for an auction on its way. Wire format: add members, never change one.</summary>
[GenerateSerializer, Immutable, Alias("auction-request-message")]
public sealed record RequestMessage(
    [property: Id(0)] string SellerName,
    [property: Id(1)] Guid Key,
    [property: Id(2)] Guid BodyHash,
    [property: Id(3)] TermsMessage Terms,
    [property: Id(4)] bool OpensNow)
{
    public static RequestMessage Of(Engine.Ports.AuctionRequest request) => new(
        request.SellerName,
        Wire.ToGuid(request.Key),
        Wire.ToGuid(request.BodyHash),
        TermsMessage.Of(request.Terms),
        request.OpensNow);

    public Engine.Ports.AuctionRequest ToRequest() => new(
        SellerName, Wire.ToNumber(Key), Wire.ToNumber(BodyHash), Terms.ToTerms(), OpensNow);
}
