using Microsoft.Extensions.Configuration;
using Orleans.Configuration;

namespace Auctions.Grains;

/// <summary>Which cluster a process belongs to. Configuration section <c>Cluster</c>.</summary>
public sealed class ClusterNames
{
    private const string Section = "Cluster";

    /// <summary>The service; never changed, since stored subscriptions belong to it.</summary>
    public string ServiceId { get; set; } = "orleans-auctions";

    /// <summary>The cluster: silos with the same id find each other. One cluster for one store.</summary>
    public string ClusterId { get; set; } = "orleans-auctions";

    /// <summary>The names that a configuration gives, or the usual ones.</summary>
    public static ClusterNames In(IConfiguration configuration) =>
        configuration.GetSection(Section).Get<ClusterNames>() ?? new ClusterNames();

    /// <summary>Tells Orleans.</summary>
    public void Set(ClusterOptions cluster)
    {
        cluster.ServiceId = ServiceId;
        cluster.ClusterId = ClusterId;
    }
}
