using Auctions.Core;

namespace Auctions.Engine.Codec;

/// <summary>Terms as an event and a snapshot store them.</summary>
internal static class TermsCodec
{
    public static Wire.AuctionCreated ToWire(AuctionTerms terms)
    {
        var wire = new Wire.AuctionCreated
        {
            SellerHigh = terms.Seller.Value.High(),
            SellerLow = terms.Seller.Value.Low(),
            Title = terms.Title,
            Currency = terms.Currency,
            Format = (int)terms.Format,
            OpeningPrice = terms.OpeningPrice,
            OpensAt = terms.OpensAt.ToWire(),
            ClosesAt = terms.ClosesAt.ToWire(),
        };
        foreach (var step in terms.Increments.Steps)
        {
            wire.IncrementFrom.Add(step.From);
            wire.IncrementStep.Add(step.Step);
        }

        if (terms.Reserve is { } reserve)
        {
            wire.Reserve = reserve;
        }

        if (terms.BuyItNow is { } buyItNow)
        {
            wire.BuyItNow = buyItNow;
        }

        if (terms.SoftClose is { } soft)
        {
            wire.SoftClose = ToWire(soft);
        }

        return wire;
    }

    /// <exception cref="CodecException">The terms are damaged or from a newer version.</exception>
    public static AuctionTerms ToTerms(Wire.AuctionCreated wire)
    {
        if (wire.IncrementFrom.Count != wire.IncrementStep.Count)
        {
            throw new CodecException("An increment table has rows without a step: it is damaged.");
        }

        var steps = wire.IncrementFrom.Zip(wire.IncrementStep, (from, step) => new IncrementStep(from, step)).ToArray();
        if (IncrementTable.ProblemOf(steps) is { } problem)
        {
            throw new CodecException("An increment table is damaged. " + problem);
        }

        return new AuctionTerms(
            WireValues.Person(wire.SellerHigh, wire.SellerLow),
            wire.Title,
            string.IsInterned(wire.Currency) ?? wire.Currency,
            WireValues.Known<AuctionFormat>(wire.Format),
            wire.OpeningPrice,
            IncrementTable.Of(steps),
            wire.HasReserve ? wire.Reserve : null,
            wire.HasBuyItNow ? wire.BuyItNow : null,
            WireValues.ToInstant(wire.OpensAt),
            WireValues.ToInstant(wire.ClosesAt),
            wire.SoftClose is { } soft ? ToSoftClose(soft) : null);
    }

    private static Wire.SoftClose ToWire(SoftClose soft)
    {
        var wire = new Wire.SoftClose
        {
            Window = soft.Window.Ticks,
            Extension = soft.Extension.Ticks,
            Mode = (int)soft.Mode,
        };
        if (soft.ExtensionsMax is { } most)
        {
            wire.ExtensionsMax = most;
        }

        if (soft.HardEnd is { } hardEnd)
        {
            wire.HardEnd = hardEnd.ToWire();
        }

        return wire;
    }

    private static SoftClose ToSoftClose(Wire.SoftClose wire) => new(
        TimeSpan.FromTicks(wire.Window),
        TimeSpan.FromTicks(wire.Extension),
        WireValues.Known<ExtensionMode>(wire.Mode),
        wire.HasExtensionsMax ? wire.ExtensionsMax : null,
        wire.HasHardEnd ? WireValues.ToInstant(wire.HardEnd) : null);
}
