namespace Auctions.Simulation.Checking;

/// <summary>A broken invariant.</summary>
/// <param name="Invariant">Which: I1 to I11, L1 to L3; see docs/simulation.md.</param>
/// <param name="Detail">What was seen.</param>
internal sealed record Violation(string Invariant, string Detail)
{
    public override string ToString() => $"{Invariant}: {Detail}";
}
