namespace Auctions.Bench.Measuring;

/// <summary>What became of a bid.</summary>
internal enum OutcomeKind
{
    /// <summary>Accepted and durable.</summary>
    Accepted,

    /// <summary>The rules refused it: a higher bid overtook it on its way.</summary>
    Refused,

    /// <summary>Turned away undone, or never sent because too many were under way.</summary>
    Unavailable,

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
}
