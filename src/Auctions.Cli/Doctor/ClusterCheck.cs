using Auctions.Storage;
using Auctions.Storage.Postgres;

namespace Auctions.Cli.Doctor;

/// <summary>The members of a cluster, as the meta database has them.</summary>
internal static class ClusterCheck
{
    private const string Area = "cluster";
    private const int SilosMin = 3;

    // Three signs of life missed: Orleans takes a member for stale then.
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(15);

    public static async Task<IEnumerable<Finding>> RunAsync(
        Patient patient, PostgresStoreOptions servers, CancellationToken cancellation)
    {
        try
        {
            return Of(await ClusterMembers.ReadAsync(servers.Meta, cancellation), ClusterIdOf(patient));
        }
        catch (StorageException failed)
        {
            return
            [
                Finding.Fault(
                    Area, failed.Message, "Run auctions db migrate, and grant auctions_cluster to who logs in."),
            ];
        }
    }

    /// <summary>The cluster that a program would join.</summary>
    public static string ClusterIdOf(Patient patient) =>
        patient.Setting("Cluster:ClusterId") ?? patient.Setting("ORLEANS_CLUSTER_ID") ?? "orleans-auctions";

    public static IEnumerable<Finding> Of(IReadOnlyList<ClusterMember> members, string clusterId)
    {
        var (fresh, gone) = (
            members.Where(member => member.Silence <= Stale).ToList(),
            members.Where(member => member.IsActive && member.Silence > Stale).ToList());
        var others = fresh.Select(member => member.ClusterId).Where(id => id != clusterId).Distinct().ToList();
        if (others.Count > 0)
        {
            yield return Finding.Fault(
                Area,
                $"silos of {string.Join(", ", others)} live on this store beside those of {clusterId}: they take " +
                "auctions from each other.",
                "Give all silos and front ends of a store one Cluster:ClusterId, and each store a meta database.");
        }

        foreach (var member in gone)
        {
            yield return Finding.Warning(
                Area,
                $"{member.Name} at {member.Address} counts as active and gave no sign of life for " +
                $"{member.Silence.TotalSeconds:0} s.",
                "See whether it runs; if it is gone, the next silo that starts votes it out.");
        }

        var own = fresh.Count(member => member.IsActive && member.ClusterId == clusterId);
        if (own is > 0 and < SilosMin)
        {
            yield return Finding.Warning(
                Area,
                $"{clusterId} has {own} active silos: with two, either may vote the other out.",
                $"Run {SilosMin} or more.");
        }
        else
        {
            yield return own == 0
                ? Finding.Note(Area, $"no silo of {clusterId} is active.", "Start them before front ends.")
                : Finding.Ok(Area, $"{clusterId} has {own} active silos.");
        }
    }
}
