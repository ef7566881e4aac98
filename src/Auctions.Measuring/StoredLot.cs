namespace Auctions.Measuring;

/// <summary>A bid as a store has it.</summary>
/// <param name="Sequence">Its place in the auction's order.</param>
/// <param name="Amount">In minor units.</param>
/// <param name="Bidder">The number of who bid.</param>
internal readonly record struct StoredBid(long Sequence, long Amount, int Bidder);

/// <summary>A closing as a store has it.</summary>
/// <param name="At">When the hammer fell.</param>
/// <param name="Buyer">Number of who bought; -1: nobody.</param>
/// <param name="Price">The hammer price.</param>
internal readonly record struct StoredClosing(DateTimeOffset At, int Buyer, long Price);

/// <summary>How an auction that was due to close ended, by its store.</summary>
/// <param name="End">The end in force when it closed or, if it did not, now.</param>
/// <param name="Closings">Every closing; there is to be one.</param>
internal sealed record StoredEnding(DateTimeOffset End, IReadOnlyList<StoredClosing> Closings);

/// <summary>An auction as a store has it.</summary>
/// <param name="Lot">Its number in the run.</param>
/// <param name="BidCount">How many bids the auction itself says it has.</param>
/// <param name="Leader">Number of the bidder who leads; -1: nobody.</param>
/// <param name="LeaderAmount">What the leader offers.</param>
/// <param name="Bids">Every stored bid, in the auction's order.</param>
internal sealed record StoredLot(
    int Lot, long BidCount, int Leader, long LeaderAmount, IEnumerable<StoredBid> Bids)
{
    /// <summary>What whoever read it found wrong with it beside that.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>How it ended; null: it was not to end.</summary>
    public StoredEnding? Ending { get; init; }
}
