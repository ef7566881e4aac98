namespace Auctions.Engine.Limits;

/// <summary>A front end asks for a part of a subject's allowance, to be spent through it.</summary>
/// <param name="Subject">Whose allowance.</param>
/// <param name="UnitsPerMinute">The whole of it.</param>
/// <param name="Spent">What was spent through this front end without a lease and is news to the ledger.</param>
/// <param name="Least">Less is of no use.</param>
/// <param name="Wanted">What is asked for.</param>
public readonly record struct LeaseAsk(UInt128 Subject, int UnitsPerMinute, int Spent, int Least, int Wanted)
{
    /// <summary>
    /// When that was spent: how much in this part of time, in the one before, and so on; null: all of it now.
    /// </summary>
    public int[]? SpentByPart { get; init; }

    /// <summary>What of an earlier lease was not spent and no longer will be.</summary>
    public int Returned { get; init; }

    /// <summary>The receipt of that lease.</summary>
    public long Receipt { get; init; }
}
