using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Measuring;

/// <summary>What became of a bid.</summary>
internal enum OutcomeKind
{
    /// <summary>Accepted and durable.</summary>
    Accepted,

    /// <summary>The rules refused it: a higher bid overtook it on its way.</summary>
    Refused,

    /// <summary>The rules refused it: it came after the end.</summary>
    Late,

    /// <summary>It came before the end and was refused as coming after it, which must never be.</summary>
    ShutOut,

    /// <summary>Turned away undone.</summary>
    Unavailable,

    /// <summary>Never sent, because too many were under way when it was due.</summary>
    Unsent,

    /// <summary>It may have been accepted, and nobody can tell now.</summary>
    Unknown,
}

/// <summary>What became of a bid.</summary>
/// <param name="Kind">Whether it was accepted.</param>
/// <param name="Sequence">If so, its place in the auction's order.</param>
/// <param name="Amount">If so, the amount accepted.</param>
internal readonly record struct Outcome(OutcomeKind Kind, long Sequence = 0, long Amount = 0)
{
    public static Outcome Accepted(long sequence, long amount) => new(OutcomeKind.Accepted, sequence, amount);

    /// <summary>
    /// What an answer to a bid of an amount means. A front end sends a bid again whose call was lost, so a repeat may
    /// be its first answer; that it is stored once shows when the store is read back.
    /// </summary>
    /// <param name="answer">The answer.</param>
    /// <param name="amount">The amount of the bid.</param>
    /// <param name="isInTime">Whether the bid is known to have been stamped before the end.</param>
    /// <exception cref="InvalidOperationException">No bid of a run is answered so.</exception>
    public static Outcome Of(Answer answer, long amount, bool isInTime = false) => answer switch
    {
        BidAnswer accepted => Accepted(accepted.Bid.Sequence, amount),
        RefusedAnswer { Refusal: Refusal.BelowMinimum or Refusal.NotAboveOwnMaximum } => new(OutcomeKind.Refused),
        RefusedAnswer { Refusal: Refusal.Closed } => new(isInTime ? OutcomeKind.ShutOut : OutcomeKind.Late),
        UnavailableAnswer { Reason: Unavailability.OutcomeUnknown } => new(OutcomeKind.Unknown),
        UnavailableAnswer => new(OutcomeKind.Unavailable),
        var other => throw new InvalidOperationException($"A bid was answered {other}."),
    };
}
