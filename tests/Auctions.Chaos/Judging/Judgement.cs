using Auctions.Simulation.Checking;

namespace Auctions.Chaos.Judging;

/// <summary>What came out of a scenario, whatever was to come out.</summary>
/// <param name="Figures">Counts and times.</param>
/// <param name="Violations">What the checker found.</param>
/// <param name="Verified">What <c>auctions verify</c> found.</param>
internal sealed record Judgement(Figures Figures, IReadOnlyList<Violation> Violations, Verified Verified);
