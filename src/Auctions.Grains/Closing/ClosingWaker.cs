using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Grains.Closing;

/// <summary>
/// Has auctions that end soon brought into memory, wherever placement puts them. Each silo wakes its share of them, and
/// whatever is overdue, so that nothing waits for a silo that is gone. Waking is idempotent, so shares may overlap.
/// </summary>
internal sealed class ClosingWaker(
    IGrainFactory grains,
    ISiloStatusOracle silos,
    ILocalSiloDetails self,
    AuctionClock clock,
    ILogger<ClosingWaker> logger)
{
    private static readonly TimeSpan PauseLeast = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseMost = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShareAge = TimeSpan.FromMilliseconds(500);

    private readonly Lock _looking = new();

    // When each was woken last and is to be woken again; what is past is forgotten.
    private readonly ConcurrentDictionary<AuctionId, DateTimeOffset> _again = new();
    private (DateTimeOffset At, int Mine, int Count) _share;

    /// <summary>Wakes an auction, unless that is another silo's part or was done just now.</summary>
    public async Task WakeAsync(DueAuction due)
    {
        var now = clock.Now;
        var isOverdue = now > due.ClosesAt + PauseLeast;
        if ((!isOverdue && !IsMine(due.Id, now)) || (_again.TryGetValue(due.Id, out var again) && now < again))
        {
            return;
        }

        var pause = (due.ClosesAt - now) / 2;
        pause = pause < PauseLeast ? PauseLeast : pause > PauseMost ? PauseMost : pause;
        _again[due.Id] = now + pause;
        try
        {
            await grains.GetGrain<IAuctionGrain>(due.Id.Value).WakeAsync();
        }
        catch (Exception failed)
        {
            // One that cannot be woken must not keep the sweep from the others.
            _again.TryRemove(due.Id, out _);
            if (GrainFaults.IsExpected(failed))
            {
                Log.WakeFailed(logger, due.Id, failed.Message);
            }
            else
            {
                Log.CallBroken(logger, due.Id, failed);
            }
        }
    }

    private bool IsMine(AuctionId id, DateTimeOffset now)
    {
        lock (_looking)
        {
            if (now - _share.At > ShareAge)
            {
                var active = silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Order().ToList();
                _share = (now, active.IndexOf(self.SiloAddress), active.Count);
                foreach (var (woken, again) in _again)
                {
                    if (again < now)
                    {
                        _again.TryRemove(woken, out _);
                    }
                }
            }

            return _share.Mine < 0 || (uint)id.Value.GetHashCode() % (uint)_share.Count == _share.Mine;
        }
    }
}
