namespace Auctions.Chaos.Scenarios;

/// <summary>What happens to a PostgreSQL server.</summary>
internal static class DatabaseFaults
{
    public static IReadOnlyList<Scenario> All { get; } = [];
}
