using Auctions.Postgres.Tests;
using Auctions.Processes;

namespace Auctions.Grains.Postgres.Tests.Support;

/// <summary>Two silos and a front end that speak TLS, on one shard.</summary>
public sealed class TlsCluster : IAsyncLifetime, IDisposable
{
    private readonly ThrowawayAuthority _authority = ThrowawayAuthority.Make("The authority");
    private StoreDatabases? _databases;
    private ClusterProcesses? _processes;
    private MemberFiles? _files;

    internal ThrowawayAuthority Authority => _authority;

    internal ClusterProcesses Processes => _processes!;

    /// <summary>The files of all members.</summary>
    internal MemberFiles Files => _files!;

    /// <summary>The store, for a command line.</summary>
    internal IReadOnlyList<string> Store => _databases!.Options;

    public async Task InitializeAsync()
    {
        _files = new MemberFiles(_authority, "member");
        _databases = await StoreDatabases.MakeAsync(shards: 1);
        _processes = await ClusterProcesses.StartAsync(
            [.. _databases.Options, .. _files.Options], silos: 2, frontEnds: 1);
    }

    public async Task DisposeAsync()
    {
        if (_processes is not null)
        {
            await _processes.DisposeAsync();
        }

        await _databases!.DisposeAsync();
    }

    public void Dispose()
    {
        _files?.Dispose();
        _authority.Dispose();
    }
}
