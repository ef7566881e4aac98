namespace Auctions.Bench.Cluster.Processes;

/// <summary>Keeps the cluster that is in use; there is one at a time.</summary>
/// <param name="servers">PostgreSQL: one Npgsql connection string each.</param>
/// <param name="shards">Shards of its store.</param>
internal sealed class ClusterKeeper(IReadOnlyList<string> servers, int shards) : IAsyncDisposable
{
    private ClusterProcesses? _cluster;

    /// <summary>The cluster with so many silos, started anew unless it is the one in use.</summary>
    public async Task<ClusterProcesses> GetAsync(int silos, CancellationToken cancellation)
    {
        if (_cluster?.SiloCount != silos)
        {
            await DisposeAsync();
            Console.Error.WriteLine($"starting {silos} silo{(silos > 1 ? "s" : "")} ...");
            _cluster = await ClusterProcesses.StartAsync(servers, shards, silos, cancellation);
        }

        return _cluster;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster)
        {
            _cluster = null;
            await cluster.DisposeAsync();
        }
    }
}
