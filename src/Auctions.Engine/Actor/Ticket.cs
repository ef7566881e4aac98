using Auctions.Core;

namespace Auctions.Engine.Actor;

/// <summary>A command on its way through an actor, and its answer once that is durable.</summary>
public class Ticket(AuctionCommand command)
{
    public AuctionCommand Command { get; internal set; } = command;

    /// <summary>Null while the ticket waits.</summary>
    public Answer? Answer { get; internal set; }

    /// <summary>The sequence that must be durable before the answer is true.</summary>
    internal long RestsOn { get; set; }

    /// <summary>The sequence at which its turn in the queue comes, no less than <see cref="RestsOn"/>.</summary>
    internal long DueSequence { get; set; }

    /// <summary>
    /// The answer that becomes true once it is durable; null for one that is made from the durable view then.
    /// </summary>
    internal Answer? Draft { get; set; }

    /// <summary>Why the newest state refuses the command; told once that state is durable.</summary>
    internal Refusal? DraftRefusal { get; set; }
}
