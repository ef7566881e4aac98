using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Hosting;

/// <summary>
/// The auctions that one process has in memory, a bounded number, and the loops that serve them: writing, opening,
/// heartbeats, hammers, eviction. Who decides which auction comes here is above it: <see cref="LocalAuctions"/> or
/// <see cref="PlacedAuctions"/>.
/// </summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private readonly IJournal _journal;
    private readonly AuctionClock _clock;
    private readonly EngineOptions _options;
    private readonly Surroundings _around;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<AuctionId, AuctionHost> _hosts = new();
    private readonly HostRoom _room;
    private readonly EngineMeter _meter;
    private readonly Quarantine _quarantine;
    private readonly ShardServices[] _shards;
    private readonly ShardUpkeep _upkeep;
    private readonly List<Task> _loops = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _ending = new();
    private bool _isStarted;
    private bool _isStopped;

    public EngineProcess(
        IJournal journal, AuctionClock clock, EngineOptions options, Surroundings around, ILogger logger)
    {
        _journal = journal;
        _clock = clock;
        _options = options;
        _around = around;
        _logger = logger;
        _quarantine = new Quarantine(clock.Time);
        _room = new HostRoom(_options.ActiveAuctionsMax, clock);
        _meter = new EngineMeter(this);
        _meter.Heat.Active = () => _hosts.Count;
        var schedule = new HammerSchedule();
        _shards =
        [
            .. Enumerable.Range(0, journal.ShardCount).Select(shard =>
                ShardServices.Make(
                    shard, journal, clock, _options, around, schedule, _quarantine, _meter, OnEnded, logger)),
        ];
        _upkeep = new ShardUpkeep(this, journal, clock, _options, around, schedule, logger);
    }

    public bool IsReady => _isStarted && !IsStopping && _clock.IsCertain;

    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>What is hot in this process.</summary>
    public HeatRecorder Heat => _meter.Heat;

    /// <summary>Number of auctions in memory.</summary>
    public int ActiveCount => _hosts.Count;

    /// <summary>How many requests wait for an auction to leave memory.</summary>
    public int WaitingForRoom => _room.Waiting;

    /// <summary>The auctions in memory, some that leave or come meanwhile included or not.</summary>
    public IEnumerable<AuctionHost> Hosts => _hosts.Select(pair => pair.Value);

    /// <summary>
    /// Records a heartbeat on every shard, so that an outage before this start is known, and starts the loops.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var shard in _shards)
        {
            await _upkeep.TryBeatAsync(shard, cancellation);
            _loops.Add(KeepRunningAsync(shard.Shard, shard.Writer.RunAsync));
            _loops.Add(KeepRunningAsync(shard.Shard, shard.Opener.RunAsync));
            _loops.Add(KeepRunningAsync(shard.Shard, shard.Snapshotter.RunAsync));
            _loops.Add(KeepRunningAsync(shard.Shard, () => _upkeep.KeepBeatingAsync(shard, _ending.Token)));
            _loops.Add(KeepRunningAsync(shard.Shard, () => _upkeep.KeepSweepingAsync(shard, _stopping.Token)));
        }

        _loops.Add(KeepRunningAsync(-1, () => _upkeep.KeepHammeringAsync(_ending.Token)));
        _loops.Add(KeepRunningAsync(-1, () => _upkeep.KeepEvictingAsync(_stopping.Token)));
        if (_around.OpenAhead is not null)
        {
            // Where placement ends hosts, it ends them one by one.
            _loops.Add(KeepRunningAsync(-1, () => _upkeep.KeepRetiringAsync(_ending.Token)));
        }

        _isStarted = true;
    }

    /// <summary>
    /// Finishes what was accepted, bids held until the hammer included, gives up ownership of every auction and ends
    /// the loops.
    /// </summary>
    public async Task StopAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        _stopping.Cancel();
        var started = _clock.Time.GetTimestamp();
        var count = _hosts.Count;
        while (!_hosts.IsEmpty)
        {
            await _upkeep.RetireAsync([.. _hosts.Values.Where(host => host.TryRetire(unless: Need.None))]);
            var waited = _clock.Time.GetElapsedTime(started);
            if (waited.TotalMilliseconds > _options.DeactivationDeadlineMs)
            {
                Log.StopTimedOut(_logger, _hosts.Count, waited.TotalSeconds);
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_hosts.IsEmpty ? 0 : 5), _clock.Time);
        }

        _ending.Cancel();
        foreach (var shard in _shards)
        {
            shard.Complete();
        }

        await Task.WhenAll(_loops).WaitAsync(
            TimeSpan.FromMilliseconds(_options.DeactivationDeadlineMs), _clock.Time).ConfigureAwait(
            ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        Log.Stopped(_logger, count - _hosts.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
        _ending.Dispose();
        _room.Dispose();
        _meter.Dispose();
    }

    /// <summary>Whether an auction is in memory; if so its host, else null.</summary>
    public AuctionHost? Active(AuctionId id) => _hosts.GetValueOrDefault(id);

    /// <summary>Whether an auction belongs into this process, and on the shard that its host writes to.</summary>
    public bool IsAtHome(AuctionHost host) => _around.IsOurs(host.Id) &&
        _journal.TryGetShard(host.Id, out var shard) && shard == host.Shard;

    /// <summary>
    /// The shard on which an auction can be asked now; false: its slot is unknown, or it is quarantined.
    /// </summary>
    public bool TryGetShard(AuctionId id, out int shard) =>
        _journal.TryGetShard(id, out shard) && !_quarantine.Holds(id);

    /// <summary>Whether a host can be asked now: the shard it writes to is the one that has its auction.</summary>
    public bool CanBeAsked(AuctionHost host) => TryGetShard(host.Id, out var shard) && shard == host.Shard;

    /// <summary>Has the evictor look now.</summary>
    public void EvictSoon() => _upkeep.EvictSoon();

    /// <summary>Sees to it that an auction is in memory, and returns once it is there, or cannot be.</summary>
    public async Task OpenAheadAsync(DueAuction due)
    {
        if (_quarantine.Holds(due.Id))
        {
            return;
        }

        if (_around.OpenAhead is { } openAhead)
        {
            await openAhead(due);
        }
        else if (await FindAsync(due.Id, create: false) is { } host)
        {
            await host.ViewAsync();
        }
    }

    /// <summary>
    /// The host of an auction, made if there is none; null: there is no room, or the slot is unknown.
    /// </summary>
    public async ValueTask<AuctionHost?> FindAsync(AuctionId id, bool create)
    {
        if (_hosts.TryGetValue(id, out var host))
        {
            return host;
        }

        if (!_journal.TryGetShard(id, out var shard) || !await _room.TakeAsync(_upkeep.EvictSoon))
        {
            return null;
        }

        var made = new AuctionHost(id, create, _shards[shard].Hosts);
        host = _hosts.GetOrAdd(id, made);
        if (host == made)
        {
            _meter.Active.Add(1);
            _shards[shard].Opener.Enqueue(host);
        }
        else
        {
            _room.Release();
        }

        return host;
    }

    /// <summary>
    /// Lets a host finish what it has taken, gives up its ownership and ends it; together with others that leave at the
    /// same time.
    /// </summary>
    public async Task LeaveAsync(AuctionHost host)
    {
        while (!host.TryRetire(unless: Need.None))
        {
            var ended = host.Ended;
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(5), _clock.Time));
            if (ended.IsCompleted)
            {
                return;
            }
        }

        _upkeep.RetireSoon(host);
        await host.Ended;
    }

    private void OnEnded(AuctionHost host)
    {
        if (_hosts.TryRemove(KeyValuePair.Create(host.Id, host)))
        {
            _meter.Active.Add(-1);
            _room.Release();
        }
    }

    private async Task KeepRunningAsync(int shard, Func<Task> loop)
    {
        while (true)
        {
            try
            {
                await loop();
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception bug)
            {
                Log.LoopFailed(_logger, shard, bug);
                await Task.Delay(TimeSpan.FromSeconds(1), _clock.Time);
            }
        }
    }
}
