using Auctions.Cli.Doctor;
using Auctions.Storage.Postgres;

namespace Auctions.Cli.Tests.Doctor;

/// <summary>What is wrong with the members of a cluster.</summary>
public sealed class ClusterCheckTests
{
    [Fact]
    public void Three_silos_are_well() => Check(Silo("a"), Silo("b"), Silo("c")).AreWell();

    [Fact]
    public void None_is_worth_a_note() => Assert.Equal(Severity.Note, Assert.Single(Check()).Severity);

    [Fact]
    public void Two_may_vote_each_other_out() =>
        Check(Silo("a"), Silo("b")).Worst().Is(Severity.Warning, "has 2 active silos", "Run 3 or more");

    [Fact]
    public void Another_cluster_on_the_store_is_a_fault() =>
        Check(Silo("a"), Silo("b"), Silo("c"), Silo("d", cluster: "blue")).Worst()
            .Is(Severity.Fault, "silos of blue", "one Cluster:ClusterId");

    [Fact]
    public void Another_cluster_that_is_long_gone_is_none() =>
        Assert.DoesNotContain(
            Check(Silo("a"), Silo("b"), Silo("c"), Silo("d", cluster: "blue", silence: 3_600)),
            finding => finding.Severity == Severity.Fault);

    [Fact]
    public void An_active_silo_that_is_silent_is_named() =>
        Check(Silo("a"), Silo("b"), Silo("c"), Silo("lost", silence: 20)).Worst()
            .Is(Severity.Warning, "lost at 10.0.0.1:11111 counts as active", "votes it out");

    [Fact]
    public void In_Kubernetes_the_pods_variable_names_the_cluster()
    {
        Assert.Equal("orleans-auctions", ClusterCheck.ClusterIdOf(Patients.Of(ProgramKind.Silo)));
        Assert.Equal("pod", ClusterCheck.ClusterIdOf(Patients.Of(ProgramKind.Silo, ("ORLEANS_CLUSTER_ID", "pod"))));
    }

    private static IEnumerable<Finding> Check(params ClusterMember[] members) => ClusterCheck.Of(members, "green");

    private static ClusterMember Silo(string name, string cluster = "green", int silence = 3) =>
        new(cluster, "10.0.0.1:11111", name, IsActive: true, TimeSpan.FromSeconds(silence));
}
