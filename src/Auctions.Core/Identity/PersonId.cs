namespace Auctions.Core;

/// <summary>
/// Pseudonym of a bidder, seller or operator: 16 bytes that only the holder of the identity key can link to a person.
/// The journal knows people by this alone.
/// </summary>
public readonly record struct PersonId(UInt128 Value)
{
    /// <summary>Nobody: no bidder, seller or operator has this pseudonym.</summary>
    public static readonly PersonId None;

    public override string ToString() => Value.ToString("x32", null);
}
