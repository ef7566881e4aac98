using Auctions.Engine.Ports;

namespace Auctions.Grains.Messages;

/// <summary>A seller's wish for an auction on its way. Wire format: add members, never change one.</summary>
[GenerateSerializer, Immutable, Alias("auction-request-message")]
public sealed record RequestMessage(
    [property: Id(0)] string SellerName,
    [property: Id(1)] Guid Key,
    [property: Id(2)] Guid BodyHash,
    [property: Id(3)] TermsMessage Terms,
    [property: Id(4)] bool OpensNow)
{
    public static RequestMessage Of(AuctionRequest request) => new(
        request.SellerName,
        Wire.ToGuid(request.Key),
        Wire.ToGuid(request.BodyHash),
        TermsMessage.Of(request.Terms),
        request.OpensNow);

    public AuctionRequest ToRequest() => new(
        SellerName, Wire.ToNumber(Key), Wire.ToNumber(BodyHash), Terms.ToTerms(), OpensNow);

    /// <summary>The type's name alone, for Orleans logs what it sends.</summary>
    public override string ToString() => nameof(RequestMessage);
}
