namespace Auctions.Chaos.Scenarios;

/// <summary>Clocks of the server that jump and drift.</summary>
internal static class ClockFaults
{
    public static IReadOnlyList<Scenario> All { get; } = [];
}
