using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Postgres.Tests.Machines;

/// <summary>
/// A test that needs something of the machine: skipped where it is not there, and says what is missing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MachineFactAttribute : FactAttribute
{
    public MachineFactAttribute(Needs needs)
    {
        if (Machine.WhyNot(needs) is { Count: > 0 } reasons)
        {
            Skip = string.Join("; ", reasons);
        }
    }
}
