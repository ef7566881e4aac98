using System.Diagnostics;
using System.Text.Json.Serialization;
using Auctions.Bench.Http;

namespace Auctions.Bench.Watching;

/// <summary>What goes on when a server is looked at.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Phase>))]
internal enum Phase
{
    /// <summary>It has started; nobody watches or bids.</summary>
    Before,

    /// <summary>The watchers come.</summary>
    Joining,

    /// <summary>All of them watch; nobody bids.</summary>
    Idle,

    /// <summary>Bids that are not counted.</summary>
    WarmUp,

    /// <summary>Bids that are.</summary>
    Bids,

    /// <summary>The end, and what comes after it.</summary>
    After,
}

/// <summary>What a server takes at a moment.</summary>
/// <param name="Seconds">From when it was first looked at.</param>
/// <param name="Phase">What went on until then.</param>
/// <param name="ResidentBytes">Memory that is really there.</param>
/// <param name="CpuSeconds">Processor time since it started.</param>
internal readonly record struct ServerSample(double Seconds, Phase Phase, long ResidentBytes, double CpuSeconds);

/// <summary>Looks every second at what a server takes, and whenever something else begins.</summary>
internal sealed class ServerSamples : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BenchServer _server;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _taking = new();
    private readonly List<ServerSample> _samples = [];
    private readonly Task _sampling;
    private Phase _phase = Phase.Before;

    public ServerSamples(BenchServer server)
    {
        _server = server;
        Take();
        _sampling = SampleAsync();
    }

    /// <summary>From now on something else goes on.</summary>
    public void Enter(Phase phase)
    {
        lock (_taking)
        {
            Take();
            _phase = phase;
        }
    }

    /// <summary>Looks a last time; the server may go.</summary>
    public async Task<IReadOnlyList<ServerSample>> EndAsync()
    {
        await _ending.CancelAsync();
        await _sampling;
        Take();
        return _samples;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _sampling;
        _ending.Dispose();
    }

    private async Task SampleAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                Take();
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private void Take()
    {
        lock (_taking)
        {
            _samples.Add(new ServerSample(
                Stopwatch.GetElapsedTime(_start).TotalSeconds,
                _phase,
                _server.ResidentBytes,
                _server.Cpu.TotalSeconds));
        }
    }
}
