using Auctions.Simulation.Checking;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Hunting;

/// <summary>A seed that breaks an invariant.</summary>
/// <param name="Seed">The first that does.</param>
/// <param name="Violation">What it breaks first.</param>
/// <param name="Drawn">The scenario it draws.</param>
/// <param name="Shrunk">The smallest found that breaks the same invariant.</param>
internal sealed record Finding(ulong Seed, Violation Violation, Scenario Drawn, Scenario Shrunk)
{
    /// <summary>In one line: seed, invariant, size as drawn, size after shrinking, what was seen.</summary>
    public override string ToString() => string.Join(
        '|', Seed, Violation.Invariant, Drawn.Size, Shrunk.Size, Violation.Detail.ReplaceLineEndings(" "));
}

/// <summary>Looks for seeds that break an invariant.</summary>
internal static class Hunt
{
    /// <summary>The first of so many seeds that fails, shrunk; null if none does.</summary>
    public static Finding? First(ulong from, int count)
    {
        for (var seed = from; seed < from + (ulong)count; seed++)
        {
            var drawn = Draw.Scenario(seed);
            if (Trial.Of(drawn) is [var first, ..])
            {
                return Shrunk(drawn, first);
            }
        }

        return null;
    }

    /// <summary>A failing scenario, shrunk to what still breaks the same invariant.</summary>
    public static Finding Shrunk(Scenario drawn, Violation first)
    {
        var shrinker = new Shrinker(smaller =>
            Trial.Of(smaller).Any(violation => violation.Invariant == first.Invariant));
        return new Finding(drawn.Seed, first, drawn, shrinker.Shrink(drawn));
    }

    /// <summary>The same as text, for whoever loaded this assembly beside itself.</summary>
    public static string? FirstAsText(ulong from, int count) => First(from, count)?.ToString();
}
