using Auctions.Postgres.Tests;

namespace Auctions.Grains.Postgres.Tests.Support;

/// <summary>
/// Three silos and two front ends on four shards, for tests one after the other: whatever a test does to a silo, in the
/// end it runs again.
/// </summary>
public sealed class FaultyCluster : IAsyncLifetime
{
    private StoreDatabases? _databases;
    private ClusterProcesses? _processes;

    internal StoreDatabases Databases => _databases!;

    internal ClusterProcesses Processes => _processes!;

    public async Task InitializeAsync()
    {
        _databases = await StoreDatabases.MakeAsync(shards: 4);
        _processes = await ClusterProcesses.StartAsync(_databases.Options, silos: 3, frontEnds: 2);
    }

    public async Task DisposeAsync()
    {
        if (_processes is not null)
        {
            await _processes.DisposeAsync();
        }

        await _databases!.DisposeAsync();
    }
}

[CollectionDefinition(nameof(FaultyCluster))]
public sealed class FaultyClusterCollection : ICollectionFixture<FaultyCluster>;
