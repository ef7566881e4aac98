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
        new Supervised(await ClusterProcesses.StartAsync(options, silos: 2, frontEnds: 1));

    /// <summary>
    /// A cluster whose silos are started again when they have ended: one that stood still is held for dead, on a busy
    /// machine all of them may be.
    /// </summary>
    private sealed class Supervised : IRunning
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

        private readonly ClusterProcesses _cluster;
        private readonly CancellationTokenSource _ending = new();
        private readonly Task _supervising;

        public Supervised(ClusterProcesses cluster)
        {
            _cluster = cluster;
            _supervising = SuperviseAsync();
        }

        public Uri Url => _cluster.Url;

        public string ReadLog() => _cluster.ReadLog();

        public async ValueTask DisposeAsync()
        {
            await _ending.CancelAsync();
            try
            {
                await _supervising;
            }
            finally
            {
                await _cluster.DisposeAsync();
                _ending.Dispose();
            }
        }

        private async Task SuperviseAsync()
        {
            using var timer = new PeriodicTimer(Interval);
            try
            {
                while (await timer.WaitForNextTickAsync(_ending.Token))
                {
                    await _cluster.ReviveSilosAsync();
                }
            }
            catch (OperationCanceledException)
            {
            }
        }
    }
}
