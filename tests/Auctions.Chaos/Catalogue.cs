using Auctions.Chaos.Scenarios;

namespace Auctions.Chaos;

/// <summary>All scenarios there are.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. ServerFaults.All,
        .. ClockFaults.All,
        .. RequestFaults.All,
        .. DatabaseFaults.All,
        .. SessionFaults.All,
        .. LoadFaults.All,
        .. DiskFaults.All,
        .. SqliteDiskFaults.All,
        .. NetworkFaults.All,
        .. Tampering.All,
        .. SiloFaults.All,
        .. ClusterFaults.All,
        .. RollingFaults.All,
        .. PartitionFaults.All,
    ];
}
