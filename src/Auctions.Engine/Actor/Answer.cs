using Auctions.Core;

namespace Auctions.Engine.Actor;

/// <summary>
/// What a command or a question is answered. Nothing in it rests on anything that a crash could undo.
/// </summary>
public abstract record Answer;

/// <summary>The bid is accepted and durable.</summary>
/// <param name="Bid">The bid with its first answer.</param>
/// <param name="MinimumBid">What a new bidder had to offer after it; null once won.</param>
/// <param name="Replayed">Whether the key had been accepted before.</param>
public sealed record BidAnswer(RememberedBid Bid, long? MinimumBid, bool Replayed) : Answer;

/// <summary>The command is done and durable, or the question is answered.</summary>
/// <param name="View">The durable view.</param>
/// <param name="Replayed">Whether it had been done before under the same key.</param>
public sealed record ViewAnswer(AuctionView View, bool Replayed = false) : Answer;

/// <summary>The rules refuse it, and durable state shows why.</summary>
/// <param name="Refusal">Why.</param>
/// <param name="Price">The durable price, where the refusal is about money; null before the first bid.</param>
/// <param name="MinimumBid">The durable minimum bid, where the refusal is about money.</param>
public sealed record RefusedAnswer(Refusal Refusal, long? Price = null, long? MinimumBid = null) : Answer;

/// <summary>The terms of a new auction are wrong.</summary>
public sealed record InvalidTermsAnswer(IReadOnlyList<TermsProblem> Problems) : Answer;

/// <summary>The bidder bids faster than allowed.</summary>
/// <param name="RetryAfter">When the next bid is allowed.</param>
public sealed record TooManyBidsAnswer(TimeSpan RetryAfter) : Answer;

/// <summary>Why something cannot be answered now.</summary>
public enum Unavailability
{
    /// <summary>A queue is full. Definitely not done.</summary>
    Busy,

    /// <summary>The auction's shard cannot write now. Definitely not done.</summary>
    ShardUnavailable,

    /// <summary>The auction is moving to another activation. Definitely not done.</summary>
    Moving,

    /// <summary>It may have been done; the same key sent again tells.</summary>
    OutcomeUnknown,
}

/// <summary>It cannot be answered now.</summary>
public sealed record UnavailableAnswer(Unavailability Reason) : Answer;
