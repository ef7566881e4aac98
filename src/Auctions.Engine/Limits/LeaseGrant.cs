namespace Auctions.Engine.Limits;

/// <summary>What a front end may let a subject spend within a lease's lifetime.</summary>
/// <param name="Units">How much; 0: less is left than is of use.</param>
/// <param name="RetryAfter">With 0, how long until there is as much.</param>
public readonly record struct LeaseGrant(int Units, TimeSpan RetryAfter)
{
    /// <summary>
    /// To be shown when some of it is returned: tells which ledger lent it and when. 0: this ledger takes none back.
    /// </summary>
    public long Receipt { get; init; }
}
