namespace Auctions.Chaos.Scenarios;

/// <summary>What happens between the server and a database.</summary>
internal static class NetworkFaults
{
    public static IReadOnlyList<Scenario> All { get; } = [];
}
