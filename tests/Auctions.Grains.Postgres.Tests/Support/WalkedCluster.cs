using Auctions.Postgres.Tests;
using Auctions.Server.Tests.Secrecy;

namespace Auctions.Grains.Postgres.Tests.Support;

/// <summary>Two silos and a front end on two shards; of a crash it loses a silo.</summary>
internal sealed class WalkedCluster : IWalkedHost
{
    private readonly ClusterProcesses _processes;

    private WalkedCluster(ClusterProcesses processes) => _processes = processes;

    public Uri Url => _processes.Url;

    public static async Task<WalkedCluster> StartAsync(StoreDatabases databases, string[] options) => new(
        await ClusterProcesses.StartAsync([.. databases.Options, .. options], silos: 2, frontEnds: 1));

    public string ReadLog() => _processes.ReadLog();

    public async Task CrashAsync()
    {
        await _processes.KillSiloAsync(0);
        await _processes.StartSiloAgainAsync(0);
    }

    /// <summary>Does nothing: servers of a database fail in tests of their own.</summary>
    public Task WhileUnwritableAsync(string auction, Func<Task> act) => Task.CompletedTask;

    public Task StopAsync() => _processes.StopAsync();

    public ValueTask DisposeAsync() => _processes.DisposeAsync();
}
