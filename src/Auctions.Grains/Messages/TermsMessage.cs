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

    /// <summary>The type's name alone, for Orleans logs what it sends.</summary>
    public override string ToString() => nameof(TermsMessage);
}
