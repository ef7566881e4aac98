using Auctions.Postgres.Tests;
using Auctions.Server.Tests.Support;

namespace Auctions.Grains.Postgres.Tests.Support;

/// <summary>One cluster for all parts of the suite: two silos and a front end on four shards.</summary>
public sealed class SharedCluster : SharedServer
{
    protected override async Task<IAsyncDisposable> MakeStoreAsync() => await StoreDatabases.MakeAsync(shards: 4);

    protected override IReadOnlyList<string> OptionsOf(IAsyncDisposable store) =>
        [.. ((StoreDatabases)store).Options, "--Grains:CallDeadlineMs", "16500"];

    protected override async Task<IRunning> StartAsync(IReadOnlyList<string> options) =>
        await ClusterProcesses.StartAsync(options, silos: 2, frontEnds: 1);
}
