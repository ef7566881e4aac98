namespace Auctions.Chaos.Scenarios;

/// <summary>Disks that are slow, fail, are full, or lose power.</summary>
internal static class DiskFaults
{
    public static IReadOnlyList<Scenario> All { get; } = [];
}
