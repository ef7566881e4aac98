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

    /// <summary>
    /// The names that a configuration gives; else those of <c>ORLEANS_SERVICE_ID</c> and <c>ORLEANS_CLUSTER_ID</c>,
    /// which pods have from their labels; else the usual ones.
    /// </summary>
    /// <exception cref="InvalidOperationException">Both are given, and differ.</exception>
    public static ClusterNames In(IConfiguration configuration)
    {
        var usual = new ClusterNames();
        return new ClusterNames
        {
            ServiceId = Name(configuration, nameof(ServiceId), "ORLEANS_SERVICE_ID") ?? usual.ServiceId,
            ClusterId = Name(configuration, nameof(ClusterId), "ORLEANS_CLUSTER_ID") ?? usual.ClusterId,
        };
    }

    /// <summary>Tells Orleans.</summary>
    public void Set(ClusterOptions cluster)
    {
        cluster.ServiceId = ServiceId;
        cluster.ClusterId = ClusterId;
    }

    private static string? Name(IConfiguration configuration, string key, string variable)
    {
        var (named, ofPod) = (configuration[$"{Section}:{key}"], configuration[variable]);
        return string.IsNullOrEmpty(named) ? (string.IsNullOrEmpty(ofPod) ? null : ofPod)
            : string.IsNullOrEmpty(ofPod) || named == ofPod ? named
            : throw new InvalidOperationException(
                $"{Section}:{key} is {named} and {variable} is {ofPod}. Set one of them, or both to the same.");
    }
}
