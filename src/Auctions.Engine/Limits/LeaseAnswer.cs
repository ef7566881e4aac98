namespace Auctions.Engine.Limits;

/// <summary>What became of an ask.</summary>
/// <param name="Grant">The ledger's answer; null: none in time.</param>
/// <param name="HasLeft">Whether it left; then the ledger may know it, also where it did not answer.</param>
internal readonly record struct LeaseAnswer(LeaseGrant? Grant, bool HasLeft);
