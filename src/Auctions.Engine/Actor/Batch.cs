using Auctions.Core;

namespace Auctions.Engine.Actor;

/// <summary>Events that go to the journal in one segment.</summary>
/// <param name="FirstSequence">Number of the first.</param>
/// <param name="Events">At least one; the events of one decision are never apart.</param>
/// <param name="After">The state after the last, frozen.</param>
public sealed record Batch(long FirstSequence, IReadOnlyList<AuctionEvent> Events, AuctionState After)
{
    /// <summary>How many of the events are bids, buy-it-now included.</summary>
    public int Bids { get; init; }

    public long LastSequence => FirstSequence + Events.Count - 1;

    /// <summary>The earliest time at which the shard may write this; null: any.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
