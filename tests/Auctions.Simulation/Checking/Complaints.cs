using System.Runtime.CompilerServices;

namespace Auctions.Simulation.Checking;

/// <summary>What a checker found.</summary>
internal sealed class Complaints
{
    private readonly List<Violation> _violations = [];

    public IReadOnlyList<Violation> All => _violations;

    public void Demand(bool holds, string invariant, string otherwise)
    {
        if (!holds)
        {
            Add(invariant, otherwise);
        }
    }

    public void Demand(
        bool holds, string invariant, [InterpolatedStringHandlerArgument(nameof(holds))] Otherwise otherwise)
    {
        if (!holds)
        {
            Add(invariant, otherwise.ToString());
        }
    }

    public void Add(string invariant, string detail) => _violations.Add(new Violation(invariant, detail));
}
