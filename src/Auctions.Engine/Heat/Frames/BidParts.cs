namespace Auctions.Engine.Heat;

/// <summary>
/// Where the time of bids went. Of each auction the first bids of a second are timed and then a share of them, each
/// counted as often as it stands for others.
/// </summary>
public sealed class BidParts
{
    /// <summary>Reading, authentication, checks and writing of the answer, where the request came in.</summary>
    public DurationHistogram Edge { get; init; } = new();

    /// <summary>In a cluster, from the front end's hand-over until its answer: what the silo's parts leave of it is
    /// the way between them.</summary>
    public DurationHistogram Call { get; init; } = new();

    /// <summary>Hand-over to the auction until its turn.</summary>
    public DurationHistogram Queue { get; init; } = new();

    /// <summary>The turn.</summary>
    public DurationHistogram Decide { get; init; } = new();

    /// <summary>End of the turn until durable; not of what is told at once.</summary>
    public DurationHistogram Commit { get; init; } = new();

    /// <summary>Durable until whoever waits goes on.</summary>
    public DurationHistogram Reply { get; init; } = new();

    public void Add(BidParts other)
    {
        Edge.Add(other.Edge);
        Call.Add(other.Call);
        Queue.Add(other.Queue);
        Decide.Add(other.Decide);
        Commit.Add(other.Commit);
        Reply.Add(other.Reply);
    }

    public void Clear()
    {
        Edge.Clear();
        Call.Clear();
        Queue.Clear();
        Decide.Clear();
        Commit.Clear();
        Reply.Clear();
    }
}
