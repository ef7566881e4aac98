namespace Auctions.Grains;

/// <summary>Which cluster a process belongs to. Configuration section <c>Cluster</c>.</summary>
public sealed class ClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>The service; never changed, since stored subscriptions belong to it.</summary>
    public string ServiceId { get; set; } = "orleans-auctions";

    /// <summary>The cluster: silos with the same id find each other. One cluster for one store.</summary>
    public string ClusterId { get; set; } = "orleans-auctions";
}
