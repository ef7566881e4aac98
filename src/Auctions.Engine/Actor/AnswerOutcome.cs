namespace Auctions.Engine.Actor;

/// <summary>What metrics and traces call an answer to a bid.</summary>
public static class AnswerOutcome
{
    /// <summary>
    /// <c>accepted</c>, <c>repeated</c>, <c>refused</c>, <c>too_many</c>, <c>unavailable</c> or <c>unknown</c>.
    /// </summary>
    /// <exception cref="ArgumentException">No bid is answered so.</exception>
    public static string Outcome(this Answer answer) => answer switch
    {
        BidAnswer { Replayed: false } => "accepted",
        BidAnswer => "repeated",
        TooManyBidsAnswer => "too_many",
        UnavailableAnswer { Reason: Unavailability.OutcomeUnknown } => "unknown",
        UnavailableAnswer => "unavailable",
        RefusedAnswer => "refused",
        _ => throw new ArgumentException($"{answer.GetType().Name} answers no bid.", nameof(answer)),
    };
}
