using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Web.Live;

/// <summary>The side of the hub that says who gets what now, and how often.</summary>
internal sealed partial class LiveHub : IHeatFollower
{
    // Changed as a whole, under the lock.
    private IReadOnlyDictionary<Guid, int> _paces = HeatOrders.None.ViewsPerSecond;

    /// <summary>Auctions whose watchers get fewer views from now on.</summary>
    public void Follow(HeatOrders orders)
    {
        lock (_changing)
        {
            if (_paces.Count == 0 && orders.ViewsPerSecond.Count == 0)
            {
                return;
            }

            _paces = orders.ViewsPerSecond;
            foreach (var channel in _channels.Values)
            {
                channel.ViewsPerSecond = ViewsPerSecondOf(channel.Id);
            }
        }
    }

    private int ViewsPerSecondOf(AuctionId id) => _paces.TryGetValue(id.Value, out var views)
        ? Math.Clamp(views, 1, Conflation.Usual)
        : Conflation.Usual;

    private void Visit(LiveWatcher watcher, long now, DateTimeOffset moment, ref LiveFrame? heartbeat)
    {
        var channel = watcher.Channel!;
        if (watcher.IsBusy)
        {
            if (_time.GetElapsedTime(watcher.SentAt, now) >= StuckMax)
            {
                watcher.Abort();
            }
        }
        else if (watcher.Wants(channel.Sequence) && MaySend(channel, watcher, now) &&
            channel.Frame(moment) is { } view)
        {
            watcher.IsIdle = false;
            watcher.DueAt = NextDue(channel, watcher, now);
            watcher.Send(now, view);
        }
        else
        {
            watcher.IsIdle = true;
            if (_time.GetElapsedTime(watcher.SentAt, now) >= HeartbeatInterval)
            {
                watcher.Send(now, heartbeat ??= LiveFrame.Heartbeat(moment));
            }
        }
    }

    // Whom a new view finds idle has it at once, as long as they are few.
    private void AddIdle(long now, List<LiveWatcher> due)
    {
        var room = PortionMax;
        foreach (var channel in _fresh)
        {
            if (channel.Watchers.Count > room)
            {
                continue;
            }

            foreach (var watcher in channel.Watchers.Where(
                watcher => watcher.IsIdle && MaySend(channel, watcher, now)))
            {
                _wheel.Renew(watcher);
                due.Add(watcher);
                room--;
            }
        }

        _fresh.Clear();
    }

    // The wheel alone sees to what is usual, and the final view waits for nothing.
    private static bool MaySend(LiveChannel channel, LiveWatcher watcher, long now) =>
        channel.ViewsPerSecond == Conflation.Usual || channel.IsFinal || now >= watcher.DueAt;

    // A watcher is visited four times a second: one whose view came late for that alone gets the next so much sooner,
    // or three a second would become two.
    private long NextDue(LiveChannel channel, LiveWatcher watcher, long now)
    {
        var wait = _time.TimestampFrequency / channel.ViewsPerSecond;
        var isLate = now >= watcher.DueAt && _time.GetElapsedTime(watcher.DueAt, now) < LiveWheel.Turn;
        return (isLate ? watcher.DueAt : now) + wait;
    }
}
