using System.Collections.Concurrent;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Hosting;

/// <summary>
/// What goes on beside the bids: heartbeats, the sweep that opens auctions shortly before their end, hammers that fall
/// due, and idle auctions that leave memory.
/// </summary>
internal sealed class ShardUpkeep(
    EngineProcess auctions,
    IJournal journal,
    AuctionClock clock,
    EngineOptions options,
    Surroundings around,
    HammerSchedule schedule,
    ILogger logger)
{
    private const int SweepPage = 512;

    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HammerIntervalMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EvictUrgently = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EvictInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TrimAfter = TimeSpan.FromSeconds(5);

    private readonly Signal _evictSoon = new();
    private readonly ConcurrentQueue<AuctionHost> _retiring = new();
    private readonly Signal _retireSoon = new();

    /// <summary>Has the evictor look now: somebody waits for room.</summary>
    public void EvictSoon() => _evictSoon.Wake();

    /// <summary>One heartbeat; a shard that cannot take it stays unwell and hinders nobody else.</summary>
    public async Task TryBeatAsync(ShardServices shard, CancellationToken cancellation)
    {
        var sent = (clock.Time.GetTimestamp(), clock.Now);
        try
        {
            var outages = await Deadline.KeepAsync(
                token => journal.BeatAsync(
                    shard.Shard,
                    TimeSpan.FromSeconds(options.OutageMinSeconds),
                    shard.Health.KnownUntil,
                    token),
                TimeSpan.FromMilliseconds(options.AppendDeadlineMs),
                clock,
                cancellation);
            shard.Health.Beat(outages, sent);
            if (outages is [.., var last])
            {
                Log.OutageFound(logger, shard.Shard, last.From, last.To);
            }
        }
        catch (Exception failed) when (failed is JournalException or TimeoutException)
        {
            Log.HeartbeatFailed(logger, shard.Shard, failed);
        }
    }

    public async Task KeepBeatingAsync(ShardServices shard, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Signal.RestAsync(BeatInterval, clock, stopping);
            if (!stopping.IsCancellationRequested)
            {
                await TryBeatAsync(shard, stopping);
            }
        }
    }

    /// <summary>Opens what ends soon, whether or not anybody asks for it. Opening twice is harmless.</summary>
    public async Task KeepSweepingAsync(ShardServices shard, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(shard.Shard, stopping);
            }
            catch (Exception failed) when (failed is JournalException or TimeoutException)
            {
                Log.SweepFailed(logger, shard.Shard, failed);
            }

            var jitter = (shard.Shard * 37) % 100;
            await Signal.RestAsync(TimeSpan.FromMilliseconds(options.SweepIntervalMs + jitter), clock, stopping);
        }
    }

    /// <summary>Wakes hosts whose end and drain are past.</summary>
    public async Task KeepHammeringAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            foreach (var host in schedule.TakeDue(clock.Now))
            {
                host.WakeAsScheduled();
            }

            await schedule.WaitAsync(clock, HammerIntervalMax, stopping);
        }
    }

    /// <summary>Evicts what is idle, and the longest unused of the rest when somebody waits for room.</summary>
    public async Task KeepEvictingAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            // Auctions fall idle without a word, so while somebody waits for room they are looked at often.
            var interval = auctions.WaitingForRoom > 0 ? EvictUrgently : EvictInterval;
            await _evictSoon.WaitAsync(interval, clock, stopping);
            List<AuctionHost> idle;
            do
            {
                idle = FindIdle();
                await RetireAsync(idle);
            }
            while (idle.Count > 0 && auctions.WaitingForRoom > 0);
        }
    }

    /// <summary>Ends a host that stopped taking turns, together with others that come at the same time.</summary>
    public void RetireSoon(AuctionHost host)
    {
        _retiring.Enqueue(host);
        _retireSoon.Wake();
    }

    /// <summary>Ends hosts handed to <see cref="RetireSoon"/>.</summary>
    public async Task KeepRetiringAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested || !_retiring.IsEmpty)
        {
            await _retireSoon.WaitAsync(EvictInterval, clock, ending);
            var retiring = new List<AuctionHost>();
            while (retiring.Count < SweepPage && _retiring.TryDequeue(out var host))
            {
                retiring.Add(host);
            }

            if (!_retiring.IsEmpty)
            {
                _retireSoon.Wake();
            }

            await RetireAsync(retiring);
        }
    }

    /// <summary>Gives up ownership of hosts that stopped taking turns, and ends them.</summary>
    public async Task RetireAsync(List<AuctionHost> retiring)
    {
        if (retiring.Count == 0)
        {
            return;
        }

        foreach (var byShard in retiring.GroupBy(host => host.Shard))
        {
            StreamClaim[] claims = [.. byShard.Select(host => host.Claim)];
            try
            {
                await journal
                    .ReleaseAsync(byShard.Key, claims, CancellationToken.None)
                    .WaitAsync(TimeSpan.FromMilliseconds(options.AppendDeadlineMs), clock.Time);
            }
            catch (Exception failed)
            {
                // Only the sign of a clean end is lost.
                Log.ReleaseFailed(logger, byShard.Key, claims.Length, failed);
            }

            foreach (var host in byShard)
            {
                host.Retired();
            }
        }
    }

    private async Task SweepAsync(int shard, CancellationToken stopping)
    {
        var horizon = clock.Now + TimeSpan.FromSeconds(options.OpenAheadSeconds);
        DueAuction? after = null;
        while (true)
        {
            var position = after;
            var due = await Deadline.KeepAsync(
                token => journal.FindDueAsync(shard, horizon, position, SweepPage, token),
                TimeSpan.FromMilliseconds(options.EpochRaiseDeadlineMs),
                clock,
                stopping);
            if (due.Count == 0)
            {
                return;
            }

            await RetireAsync([.. due.Select(WakeOrRetire).OfType<AuctionHost>()]);
            await Task.WhenAll(due
                .Where(auction => auctions.Active(auction.Id) is null && around.IsOurs(auction.Id))
                .Select(auctions.OpenAheadAsync));
            if (due.Count < SweepPage)
            {
                return;
            }

            after = due[^1];
        }
    }

    // The host, if it is not to be woken but retired: the sweep then opens the auction anew.
    private AuctionHost? WakeOrRetire(DueAuction due)
    {
        if (auctions.Active(due.Id) is not { } host)
        {
            return null;
        }

        if (host.IsBehind(due) && host.TryRetire(unless: Need.None))
        {
            Log.Behind(logger, due.Id);
            return host;
        }

        host.Wake();
        return null;
    }

    private List<AuctionHost> FindIdle()
    {
        var time = clock.Time;
        var now = time.GetTimestamp();

        // What placement or the slot map puts elsewhere leaves at once: a newer owner has the news. Nor do watchers
        // keep what is idle, where there are other processes: they come again and open it anew, so nothing in memory is
        // older than this without the journal's word for it.
        var unless = around.IsAlone ? Need.Closing | Need.Watchers : Need.Closing;
        foreach (var host in auctions.Hosts)
        {
            if (time.GetElapsedTime(host.LastUsed, now) >= TrimAfter)
            {
                host.Trim();
            }
        }

        var idle = auctions.Hosts
            .Where(host => auctions.IsAtHome(host)
                ? time.GetElapsedTime(host.LastUsed, now).TotalSeconds >= options.IdleSeconds &&
                    host.TryRetire(unless)
                : host.TryRetire(unless: Need.None))
            .ToList();
        if (auctions.WaitingForRoom is > 0 and var waiting && waiting > idle.Count)
        {
            idle.AddRange(auctions.Hosts
                .OrderBy(host => host.LastUsed)
                .Where(host => host.TryRetire(unless: Need.Closing | Need.Watchers))
                .Take(waiting - idle.Count));
        }

        return idle;
    }
}
