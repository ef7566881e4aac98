using Auctions.Simulation.Checking;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>What the checker says of a tale.</summary>
internal static class Verdict
{
    /// <summary>The checker finds nothing.</summary>
    public static void IsGood(Tale tale) => Is(tale);

    /// <summary>The checker reports these invariants and no other.</summary>
    public static void Is(Tale tale, params string[] invariants)
    {
        var violations = Checker.Check(tale.History());
        var reported = violations.Select(violation => violation.Invariant).Distinct().Order(StringComparer.Ordinal);
        Assert.True(
            reported.SequenceEqual(invariants.Order(StringComparer.Ordinal)),
            $"Not [{string.Join(", ", invariants)}] but:\n{string.Join('\n', violations)}");
    }
}
