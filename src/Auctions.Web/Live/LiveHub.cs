using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Web.Api;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.Web.Live;

/// <summary>
/// All open feeds of this process. Each watched auction is followed once; one loop hands its newest view to whoever may
/// have it, in portions, and signs of life to whoever heard nothing for a while.
/// </summary>
internal sealed partial class LiveHub : BackgroundService
{
    /// <summary>How many are served out of turn at a time: what is more waits for its turn of the wheel.</summary>
    private const int PortionMax = 400;

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    // Long enough for a phone in a tunnel; it comes again by another connection anyway.
    private static readonly TimeSpan StuckMax = TimeSpan.FromSeconds(30);

    /// <summary>How long a watcher may take to read what is left once this process stops.</summary>
    private static readonly TimeSpan LeaveMax = TimeSpan.FromSeconds(5);

    private readonly IAuctions _auctions;
    private readonly SellerNames _names;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveHub> _logger;
    private readonly int _watchersMax;

    private readonly Lock _changing = new();
    private readonly Dictionary<AuctionId, LiveChannel> _channels = [];
    private readonly LiveWheel _wheel = new();
    private readonly HashSet<LiveChannel> _fresh = [];
    private readonly SemaphoreSlim _joined = new(0);
    private readonly PeriodicTimer _timer;
    private readonly List<LiveWatcher> _due = [];
    private long _turnedAt;
    private long _rounds;
    private bool _isStopping;

    public LiveHub(
        IAuctions auctions,
        SellerNames names,
        TimeProvider time,
        IOptions<EngineOptions> options,
        IHostApplicationLifetime lifetime,
        ILogger<LiveHub> logger)
    {
        (_auctions, _names, _time, _logger) = (auctions, names, time, logger);
        _watchersMax = options.Value.WatchersMax;
        _timer = new PeriodicTimer(LiveWheel.Tick, time);
        lifetime.ApplicationStopping.Register(Drain);
    }

    /// <summary>How often whoever was due has been served.</summary>
    public long Rounds => Interlocked.Read(ref _rounds);

    /// <summary>How long a watcher waits before it connects anew; each draws its own.</summary>
    public TimeSpan DrawRetry() => ReconnectPace.Draw(_wheel.Count);

    /// <summary>
    /// A watcher is served from now on; false: there are as many as may be, or this process stops. Whoever joined has
    /// to leave.
    /// </summary>
    public bool TryJoin(LiveWatcher watcher)
    {
        lock (_changing)
        {
            if (_isStopping || _wheel.Count >= _watchersMax)
            {
                return false;
            }

            if (!_channels.TryGetValue(watcher.Auction, out var channel))
            {
                channel = new LiveChannel(watcher.Auction, _auctions, _names)
                {
                    ViewsPerSecond = ViewsPerSecondOf(watcher.Auction),
                };
                _channels.Add(watcher.Auction, channel);
                _ = Task.Run(() => FollowAsync(channel));
            }

            watcher.Channel = channel;
            channel.Watchers.Add(watcher);
            _wheel.Add(watcher);
            if (_wheel.Count == 1)
            {
                _turnedAt = _time.GetTimestamp();
                _joined.Release();
            }
        }

        BidMeter.Watchers.Add(1);
        return true;
    }

    public void Leave(LiveWatcher watcher)
    {
        lock (_changing)
        {
            _wheel.Remove(watcher);
            var channel = watcher.Channel!;
            channel.Watchers.Remove(watcher);
            if (channel.Watchers.Count == 0)
            {
                Remove(channel);
            }
        }

        BidMeter.Watchers.Add(-1);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                if (_wheel.Count == 0)
                {
                    await _joined.WaitAsync(stopping);
                }

                await _timer.WaitForNextTickAsync(stopping);
                TryServe();
                Interlocked.Increment(ref _rounds);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Drained before.
        }
    }

    public override void Dispose()
    {
        _joined.Dispose();
        _timer.Dispose();
        base.Dispose();
    }

    // Whatever broke for one watcher must not leave the others without views.
    private void TryServe()
    {
        try
        {
            Serve();
        }
        catch (Exception failed)
        {
            Log.ServingBroke(_logger, failed);
        }
    }

    private void Serve()
    {
        var now = _time.GetTimestamp();
        _due.Clear();
        lock (_changing)
        {
            var ticks = (long)(_time.GetElapsedTime(_turnedAt, now) / LiveWheel.Tick);
            _wheel.Advance(ticks, _due);
            _turnedAt += ticks * _time.TimestampFrequency * LiveWheel.Tick.Ticks / TimeSpan.TicksPerSecond;
            AddIdle(now, _due);
        }

        var moment = _auctions.Now;
        LiveFrame? heartbeat = null;
        foreach (var watcher in _due)
        {
            Visit(watcher, now, moment, ref heartbeat);
        }
    }

    private async Task FollowAsync(LiveChannel channel)
    {
        using var disposing = channel;
        try
        {
            await channel.FollowAsync(Refresh);
        }
        catch (Exception failed)
        {
            // Whatever it was: its watchers come again, and find out.
            Log.FeedBroke(_logger, channel.Id, failed);
        }

        End(channel);
    }

    private void Refresh(LiveChannel channel)
    {
        lock (_changing)
        {
            _fresh.Add(channel);
        }
    }

    // The final view was the last, and everybody gets it; or the auction moves, and is found by connecting anew.
    private void End(LiveChannel channel)
    {
        LiveWatcher[] watchers;
        lock (_changing)
        {
            Remove(channel);
            watchers = channel.IsFinal ? [] : [.. channel.Watchers];
        }

        SendAway(watchers);
    }

    private void Drain()
    {
        LiveWatcher[] watchers;
        lock (_changing)
        {
            _isStopping = true;
            watchers = [.. _wheel.All];
        }

        SendAway(watchers);
        _ = CutOffAsync(watchers);
    }

    // A connection that takes nothing would keep the process from ending as long as the host has patience.
    private async Task CutOffAsync(LiveWatcher[] watchers)
    {
        await Task.Delay(LeaveMax, _time);
        Array.ForEach(watchers, watcher => watcher.CutOff());
    }

    private void SendAway(LiveWatcher[] watchers)
    {
        var now = _time.GetTimestamp();
        foreach (var watcher in watchers)
        {
            watcher.Send(now, LiveFrame.Retry(ReconnectPace.Draw(watchers.Length), _auctions.Now));
            watcher.End();
        }
    }

    // Once: whoever joins from now on has a channel of its own.
    private void Remove(LiveChannel channel)
    {
        if (_channels.GetValueOrDefault(channel.Id) == channel)
        {
            _channels.Remove(channel.Id);
            channel.End();
        }
    }
}
