namespace Auctions.Web.Live;

/// <summary>
/// Who may be sent a view when. A watcher is visited once in each turn of the wheel, which is how views are conflated,
/// and watchers are spread over the slots of the turn, so that a crowd is served in small portions between which bids
/// get the processor. Not for several threads at a time.
/// </summary>
internal sealed class LiveWheel
{
    /// <summary>The shortest time between two views to one watcher.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    /// <summary>How often portions are served.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private static readonly int Slots = (int)(Turn / Tick);

    private readonly List<LiveWatcher>[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new List<LiveWatcher>())];
    private int _at;

    public int Count { get; private set; }

    /// <summary>Everybody on the wheel.</summary>
    public IEnumerable<LiveWatcher> All => _slots.SelectMany(slot => slot);

    /// <summary>A watcher who has just been sent something.</summary>
    public void Add(LiveWatcher watcher)
    {
        Put(watcher);
        Count++;
    }

    /// <summary>A watcher leaves; one who is not here any more may leave again.</summary>
    public void Remove(LiveWatcher watcher)
    {
        if (watcher.Slot >= 0)
        {
            Take(watcher);
            Count--;
        }
    }

    /// <summary>Turns on by some ticks, a whole turn at most, and adds whose turn it is.</summary>
    public void Advance(long ticks, List<LiveWatcher> due)
    {
        for (var tick = 0; tick < Math.Min(ticks, Slots); tick++)
        {
            _at = (_at + 1) % Slots;
            due.AddRange(_slots[_at]);
        }
    }

    /// <summary>A watcher is served out of turn: the next visit is a whole turn from now.</summary>
    public void Renew(LiveWatcher watcher)
    {
        if (watcher.Slot >= 0 && watcher.Slot != _at)
        {
            Take(watcher);
            Put(watcher);
        }
    }

    private void Put(LiveWatcher watcher)
    {
        watcher.Slot = _at;
        watcher.Place = _slots[_at].Count;
        _slots[_at].Add(watcher);
    }

    private void Take(LiveWatcher watcher)
    {
        var slot = _slots[watcher.Slot];
        var last = slot[^1];
        slot[watcher.Place] = last;
        last.Place = watcher.Place;
        slot.RemoveAt(slot.Count - 1);
        watcher.Slot = -1;
    }
}
