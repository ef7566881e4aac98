using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Engine.Tests;

/// <summary>A process makes a frame of each second.</summary>
[Trait("Category", "Long")]
public sealed class HeatReporterTests
{
    [Fact]
    public async Task Frames_do_not_run_ahead_of_time_where_timers_fire_early()
    {
        var clock = new AuctionClock(new EarlyTime());
        var sink = new Sink(clock, wanted: 3);
        using var stopping = new CancellationTokenSource();
        var reporter = new HeatReporter(
            new ProcessHeat { Name = "here", Kind = "server" },
            [],
            sink,
            clock,
            [],
            NullLogger<HeatReporter>.Instance);

        var running = reporter.RunAsync(stopping.Token);
        var ahead = await sink.Enough.WaitAsync(TimeSpan.FromSeconds(30));
        await stopping.CancelAsync();
        await running;

        Assert.Equal([0, 0, 0], ahead);
    }

    // Takes what is sent, and notes by how many seconds each frame began after the one that it was made in.
    private sealed class Sink(AuctionClock clock, int wanted) : IHeatSink
    {
        private readonly TaskCompletionSource<long[]> _enough = new();
        private readonly List<long> _ahead = [];

        public Task<long[]> Enough => _enough.Task;

        public Task<HeatOrders> ReportAsync(IReadOnlyList<HeatFrame> frames, CancellationToken cancellation)
        {
            var now = clock.Now.ToUnixTimeSeconds();
            _ahead.AddRange(frames.Select(frame => Math.Max(0, frame.Start - now)));
            if (_ahead.Count >= wanted)
            {
                _enough.TrySetResult([.. _ahead.Take(wanted)]);
            }

            return Task.FromResult(HeatOrders.None);
        }
    }

    /// <summary>Real time, with timers that fire some milliseconds before they are due.</summary>
    private sealed class EarlyTime : TimeProvider
    {
        private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(50);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > Early ? dueTime - Early : dueTime, period);
    }
}
