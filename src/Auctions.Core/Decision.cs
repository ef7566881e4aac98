namespace Auctions.Core;

/// <summary>What came of a command.</summary>
public enum DecisionKind
{
    /// <summary>Its events happen.</summary>
    Accepted,

    /// <summary>Nothing happens, and the reason is <see cref="Decision.Refusal"/>.</summary>
    Refused,

    /// <summary>The key was accepted before; its first answer is <see cref="Decision.First"/>.</summary>
    Repeated,

    /// <summary>What is asked is so already.</summary>
    Unchanged,

    /// <summary>
    /// The bid came after the end and before the hammer: decide it again when the end moves or the hammer falls.
    /// </summary>
    Held,
}

/// <summary>
/// The answer of the rules to one command: one or two events, which go to the journal together, or none.
/// </summary>
public readonly record struct Decision
{
    public DecisionKind Kind { get; private init; }

    public Refusal Refusal { get; private init; }

    public RememberedBid First { get; private init; }

    public AuctionEvent? Event { get; private init; }

    public AuctionEvent? Following { get; private init; }

    public static Decision Unchanged => new() { Kind = DecisionKind.Unchanged };

    public static Decision Held => new() { Kind = DecisionKind.Held };

    public static Decision Accept(AuctionEvent happened, AuctionEvent? following = null) =>
        new() { Kind = DecisionKind.Accepted, Event = happened, Following = following };

    public static Decision Refuse(Refusal refusal) => new() { Kind = DecisionKind.Refused, Refusal = refusal };

    public static Decision Repeat(RememberedBid first) => new() { Kind = DecisionKind.Repeated, First = first };
}
