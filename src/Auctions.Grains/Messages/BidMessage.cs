using System.Diagnostics;
using Auctions.Core;

namespace Auctions.Grains.Messages;

/// <summary>A bid, or buy-it-now, on its way to its auction. Wire format: add members, never change one.</summary>
/// <param name="Bidder">Who bids.</param>
/// <param name="Key">The idempotency key, hashed.</param>
/// <param name="Amount">The maximum in minor units; 0: buy-it-now, which has none.</param>
/// <param name="Stamp">When the whole request had arrived at the edge, in UTC ticks.</param>
/// <param name="Trace">The front end's activity as a W3C <c>traceparent</c>; null: it is not recorded.</param>
[GenerateSerializer, Immutable, Alias("bid-message")]
public readonly record struct BidMessage(
    [property: Id(0)] Guid Bidder,
    [property: Id(1)] Guid Key,
    [property: Id(2)] long Amount,
    [property: Id(3)] long Stamp,
    [property: Id(4)] string? Trace = null)
{
    /// <param name="command">The bid.</param>
    /// <param name="trace">The activity of its call, if it has one.</param>
    /// <exception cref="ArgumentException">It is no command of a bidder that this version knows.</exception>
    public static BidMessage Of(KeyedCommand command, Activity? trace = null)
    {
        var amount = command switch
        {
            PlaceBid bid => bid.Amount,
            BuyNow => 0,
            _ => throw new ArgumentException($"{command.GetType().Name} is no bid.", nameof(command)),
        };
        return new BidMessage(
            Wire.ToGuid(command.Bidder.Value), Wire.ToGuid(command.Key.Value), amount, command.Stamp.UtcTicks,
            trace is { Recorded: true } ? trace.Id : null);
    }

    public KeyedCommand ToCommand()
    {
        var bidder = new PersonId(Wire.ToNumber(Bidder));
        var key = new BidKey(Wire.ToNumber(Key));
        var stamp = Wire.ToInstant(Stamp);
        return Amount == 0 ? new BuyNow(bidder, key, stamp) : new PlaceBid(bidder, key, Amount, stamp);
    }

    /// <summary>The type's name alone, for Orleans logs what it sends.</summary>
    public override string ToString() => nameof(BidMessage);
}
