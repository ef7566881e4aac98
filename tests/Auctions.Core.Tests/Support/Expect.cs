namespace Auctions.Core.Tests;

/// <summary>Assertions about a decision whose failures show the whole decision.</summary>
internal static class Expect
{
    public static void Refused(Refusal refusal, Decision decision) => Assert.Equal(Decision.Refuse(refusal), decision);

    public static void Held(Decision decision) => Assert.Equal(Decision.Held, decision);

    public static void Unchanged(Decision decision) => Assert.Equal(Decision.Unchanged, decision);

    /// <summary>Asserts acceptance with a single event of this type.</summary>
    public static T Happened<T>(Decision decision)
        where T : AuctionEvent
    {
        Assert.Equal(DecisionKind.Accepted, decision.Kind);
        Assert.Null(decision.Following);
        return Assert.IsType<T>(decision.Event);
    }
}
