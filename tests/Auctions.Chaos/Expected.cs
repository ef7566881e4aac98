namespace Auctions.Chaos;

/// <summary>What the judge must find in the end for a scenario to have behaved.</summary>
internal enum Expected
{
    /// <summary>Nothing: every acknowledged bid is stored, every invariant holds, <c>verify</c> has no fault.</summary>
    NothingLost,

    /// <summary>A control: acknowledged bids are lost, and the judge says so.</summary>
    BidsLost,

    /// <summary>A control: what is stored was damaged, and <c>verify</c> says so.</summary>
    DamageFound,
}
