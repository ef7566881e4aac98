using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Heat;

/// <summary>
/// Makes this process's frame of each second and sends it to whoever gathers them. What could not be sent is sent
/// again with the next, so that whoever gathers may be lost and come back elsewhere.
/// </summary>
/// <param name="process">Who this process is.</param>
/// <param name="sources">What knows what is hot here.</param>
/// <param name="sink">Where frames go.</param>
/// <param name="clock">The shards' clock.</param>
/// <param name="followers">Told what this process is to do.</param>
/// <param name="logger">Told once when frames cannot be sent, and once when they can again.</param>
public sealed class HeatReporter(
    ProcessHeat process,
    IEnumerable<IHeatSource> sources,
    IHeatSink sink,
    AuctionClock clock,
    IEnumerable<IHeatFollower> followers,
    ILogger<HeatReporter> logger)
{
    /// <summary>Most frames that wait to be sent: two minutes.</summary>
    private const int UnsentMax = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // A clock that was set back is not waited for.
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2);

    private readonly IHeatSource[] _sources = [.. sources];
    private readonly IHeatFollower[] _followers = [.. followers];
    private readonly Lock _changing = new();
    private readonly List<HeatFrame> _unsent = [];
    private Task _sending = Task.CompletedTask;
    private long _last;
    private bool _isTrouble;

    /// <summary>Reports until it is told to stop, and then a last time.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Array.ForEach(_sources, static source => source.Start());
        try
        {
            while (true)
            {
                await Task.Delay(UntilNextSecond(), clock.Time, stopping);
                Make(isLast: false);
                if (_sending.IsCompleted)
                {
                    _sending = SendAsync();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await _sending;
            Make(isLast: true);
            Array.ForEach(_sources, static source => source.Stop());
            await SendAsync();
        }
    }

    // A timer may fire a moment early, by this clock: the second of which a frame was made is not waited for again, or
    // frames would be made in a row and run ahead of time.
    private TimeSpan UntilNextSecond()
    {
        var now = clock.Now;
        var second = Math.Max(_last + 1, now.ToUnixTimeSeconds());
        var wait = DateTimeOffset.FromUnixTimeSeconds(second + 1) - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < WaitMax ? wait : WaitMax;
    }

    // A frame holds what happened since the one before, also when its second came late; no two have the same second.
    private void Make(bool isLast)
    {
        var ended = (long)Math.Round(clock.Now.ToUnixTimeMilliseconds() / 1_000.0);
        _last = Math.Max(_last + 1, ended - 1);
        var builder = new HeatFrameBuilder(_last, new ProcessHeat
        {
            Name = process.Name,
            Kind = process.Kind,
            Version = process.Version,
            StartedAt = process.StartedAt,
            IsLast = isLast,
        });
        foreach (var source in _sources)
        {
            source.AddTo(builder);
        }

        var frame = builder.Build();
        lock (_changing)
        {
            _unsent.Add(frame);
            if (_unsent.Count > UnsentMax)
            {
                _unsent.RemoveAt(0);
            }
        }
    }

    private async Task SendAsync()
    {
        HeatFrame[] sent;
        lock (_changing)
        {
            sent = [.. _unsent];
        }

        try
        {
            using var late = new CancellationTokenSource(Patience, clock.Time);
            var orders = await sink.ReportAsync(sent, late.Token).WaitAsync(late.Token);
            lock (_changing)
            {
                _unsent.RemoveAll(sent.Contains);
            }

            Array.ForEach(_followers, follower => follower.Follow(orders));
            if (_isTrouble)
            {
                _isTrouble = false;
                Log.HeatReportedAgain(logger, sent.Length);
            }
        }
        catch (Exception failed)
        {
            // Whatever it was, the frames are sent again: a dashboard that fails must not harm what it shows.
            if (!_isTrouble)
            {
                _isTrouble = true;
                Log.HeatNotReported(logger, failed.Message);
            }
        }
    }
}
