using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.Engine.Hosting;

/// <summary>
/// All auctions in one process: activates them when they are asked for, keeps a bounded number in memory, lets their
/// hammers fall. Placement here is one dictionary.
/// </summary>
public sealed class LocalAuctions : IAuctions, IAsyncDisposable
{
    private const int AttemptsMax = 8;

    private readonly IJournal _journal;
    private readonly AuctionClock _clock;
    private readonly EngineOptions _options;
    private readonly Surroundings _around;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<AuctionId, AuctionHost> _hosts = new();
    private readonly HostRoom _room;
    private readonly Quarantine _quarantine;
    private readonly ShardServices[] _shards;
    private readonly ShardUpkeep _upkeep;
    private readonly AuctionCreation _creation;
    private readonly List<Task> _loops = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _ending = new();
    private bool _isStarted;
    private bool _isStopped;

    public LocalAuctions(
        IJournal journal, AuctionClock clock, IOptions<EngineOptions> options, ILogger<LocalAuctions> logger)
        : this(journal, clock, options.Value, Surroundings.Alone, logger)
    {
    }

    internal LocalAuctions(
        IJournal journal, AuctionClock clock, EngineOptions options, Surroundings around, ILogger logger)
    {
        _journal = journal;
        _clock = clock;
        _options = options;
        _around = around;
        _logger = logger;
        _quarantine = new Quarantine(clock.Time);
        _room = new HostRoom(_options.ActiveAuctionsMax, clock);
        var schedule = new HammerSchedule();
        _shards =
        [
            .. Enumerable.Range(0, journal.ShardCount).Select(shard =>
                ShardServices.Make(
                    shard, journal, clock, _options, around, schedule, _quarantine, OnEnded, logger)),
        ];
        _creation = new AuctionCreation(
            journal,
            clock,
            _options,
            around,
            create: (id, command) => AskAsync(id, create: true, host => host.SubmitAsync(command)),
            find: id => ViewAsync(id, 0, CancellationToken.None));
        _upkeep = new ShardUpkeep(this, journal, clock, _options, around, schedule, logger);
    }

    public DateTimeOffset Now => _clock.Now;

    public bool IsReady => _isStarted && !_stopping.IsCancellationRequested && _clock.IsCertain;

    /// <summary>Number of auctions in memory.</summary>
    public int ActiveCount => _hosts.Count;

    /// <summary>How many requests wait for an auction to leave memory.</summary>
    internal int WaitingForRoom => _room.Waiting;

    /// <summary>The auctions in memory, some that leave or come meanwhile included or not.</summary>
    internal IEnumerable<AuctionHost> Hosts => _hosts.Select(pair => pair.Value);

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
    }

    public ValueTask<Answer> CreateAsync(AuctionRequest request, CancellationToken cancellation) =>
        _creation.CreateAsync(request, cancellation);

    public ValueTask<Answer> SubmitAsync(AuctionId id, AuctionCommand command, CancellationToken cancellation) =>
        AskAsync(id, create: false, host => host.SubmitAsync(command));

    public async ValueTask<Answer> ViewAsync(AuctionId id, long after, CancellationToken cancellation) =>
        await AskAsync(id, create: false, host => host.ViewAsync()) switch
        {
            ViewAnswer { View.Sequence: var sequence } when sequence < after =>
                new UnavailableAnswer(Unavailability.Busy),
            var answer => answer,
        };

    public async IAsyncEnumerable<AuctionView> WatchAsync(
        AuctionId id, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = after;
        while (!_stopping.IsCancellationRequested)
        {
            if (await FindAsync(id, create: false) is not { } host || await host.ViewAsync() is not ViewAnswer current)
            {
                yield break;
            }

            await foreach (var view in host.WatchAsync(seen, cancellation))
            {
                seen = view.Sequence;
                yield return view;
            }

            // The stream ends with the final view, or because this host ended. Then the next host goes on, if placement
            // still wants one here: a watcher alone must not take an auction back from the process that has it now.
            if (current.View.IsFinal || !_around.IsOurs(id) ||
                (await host.ViewAsync() is ViewAnswer last && last.View.IsFinal))
            {
                yield break;
            }
        }
    }

    /// <summary>Whether an auction is in memory; if so its host, else null.</summary>
    internal AuctionHost? Active(AuctionId id) => _hosts.GetValueOrDefault(id);

    /// <summary>Whether an auction belongs into this process, and on the shard that its host writes to.</summary>
    internal bool IsAtHome(AuctionHost host) => _around.IsOurs(host.Id) &&
        _journal.TryGetShard(host.Id, out var shard) && shard == host.Shard;

    /// <summary>Brings an auction into memory and returns once it is there, or cannot be.</summary>
    internal async Task OpenAheadAsync(AuctionId id)
    {
        if (!_quarantine.Holds(id) && await FindAsync(id, create: false) is { } host)
        {
            await host.ViewAsync();
        }
    }

    private async ValueTask<Answer> AskAsync(AuctionId id, bool create, Func<AuctionHost, ValueTask<Answer?>> ask)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (!_journal.TryGetShard(id, out var shard) || _quarantine.Holds(id))
            {
                return new UnavailableAnswer(Unavailability.ShardUnavailable);
            }

            if (_stopping.IsCancellationRequested || await FindAsync(id, create) is not { } host)
            {
                return new UnavailableAnswer(Unavailability.Busy);
            }

            if (host.Shard != shard)
            {
                // Its slot moved to another shard: it leaves memory and is opened there.
                _upkeep.EvictSoon();
                return new UnavailableAnswer(Unavailability.Moving);
            }

            var answer = await ask(host);
            var joinedReader = create && answer is RefusedAnswer { Refusal: Refusal.UnknownAuction };
            if (answer is not null && !joinedReader)
            {
                return answer;
            }

            await host.Ended;
        }

        return new UnavailableAnswer(Unavailability.Moving);
    }

    // Null: there is no room, or the slot is unknown.
    private async ValueTask<AuctionHost?> FindAsync(AuctionId id, bool create)
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
            _shards[shard].Opener.Enqueue(host);
        }
        else
        {
            _room.Release();
        }

        return host;
    }

    private void OnEnded(AuctionHost host)
    {
        if (_hosts.TryRemove(KeyValuePair.Create(host.Id, host)))
        {
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
