namespace Auctions.Engine.Limits;

/// <summary>How an allowance is parted among front ends.</summary>
/// <param name="UnitsPerMinute">The whole of it.</param>
/// <param name="Share">What a front end lets pass without asking, in any minute.</param>
/// <param name="Lease">What it asks for at a time.</param>
internal sealed record LeaseRules(int UnitsPerMinute, int Share, int Lease);
