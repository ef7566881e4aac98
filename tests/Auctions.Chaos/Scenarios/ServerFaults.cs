namespace Auctions.Chaos.Scenarios;

/// <summary>What happens to the server process.</summary>
internal static class ServerFaults
{
    public static IReadOnlyList<Scenario> All { get; } = [];
}
