using Auctions.Bench.Subjects;
using Auctions.Engine.Heat;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Bench.Heating;

/// <summary>
/// Has an engine report what is hot as a server does, its history included, or not. Whoever gathers lives on while it
/// is off, so that no turn pays for a start, which reads what is on record.
/// </summary>
internal sealed class HeatSwitch : IAsyncDisposable
{
    private readonly LocalAuctions _auctions;
    private readonly BenchStore _store;
    private readonly Counting _sink;
    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;

    public HeatSwitch(LocalAuctions auctions, BenchStore store)
    {
        (_auctions, _store) = (auctions, store);
        var gatherer = new HeatGatherer(store.HeatHistory, store.Clock, NullLogger<HeatGatherer>.Instance);
        var conflation = new Conflation(store.HeatHistory, store.Clock);
        _sink = new Counting(new LocalHeatSink(gatherer, conflation, isShared: false));
    }

    /// <summary>The bids counted by the engine since it was switched on for the first time.</summary>
    public long Bids => _sink.Bids;

    public void On()
    {
        var process = new ProcessHeat
        {
            Name = Guid.NewGuid().ToString(),
            Kind = "server",
            StartedAt = _store.Clock.Now.ToUnixTimeSeconds(),
        };
        var reporter = new HeatReporter(
            process, [_auctions.Heat], _sink, _store.Clock, [], NullLogger<HeatReporter>.Instance);
        _auctions.Heat.Start();
        _stopping = new CancellationTokenSource();
        _running = Task.Run(() => reporter.RunAsync(_stopping.Token));
    }

    public async Task OffAsync()
    {
        if (_stopping is { } stopping)
        {
            _stopping = null;
            await stopping.CancelAsync();
            await _running;
            stopping.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await OffAsync();

    private sealed class Counting(IHeatSink sink) : IHeatSink
    {
        public long Bids { get; private set; }

        public Task<HeatOrders> ReportAsync(IReadOnlyList<HeatFrame> frames, CancellationToken cancellation)
        {
            Bids += frames.Sum(frame => frame.Bids);
            return sink.ReportAsync(frames, cancellation);
        }
    }
}
