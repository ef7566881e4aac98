namespace Auctions.Engine.Heat;

/// <summary>
/// The seconds of the last quarter of an hour, all processes merged: each process's frame of a second counts once,
/// however often and however late it comes.
/// </summary>
internal sealed class HeatMemory
{
    /// <summary>How many seconds are kept.</summary>
    public const int Seconds = 900;

    /// <summary>A process that reported nothing for so many seconds is not waited for.</summary>
    public const int SilentAfter = 3;

    private const int ForgottenAfter = 60;

    private readonly SortedDictionary<long, HeatFrame> _frames = [];
    private readonly Dictionary<string, (long End, bool IsLast)> _processes = [];

    /// <summary>Adds a frame of one process; false: it was there, or is too old.</summary>
    public bool TryAdd(HeatFrame frame)
    {
        var name = frame.Processes[0].Name;
        if (frame.Start < Newest - Seconds)
        {
            return false;
        }

        if (_frames.TryGetValue(frame.Start, out var known))
        {
            if (known.Processes.Exists(process => process.Name == name))
            {
                return false;
            }

            frame = HeatMerge.Merge([known, frame], frame.Start, frame.Seconds);
        }

        _frames[frame.Start] = frame;
        var before = _processes.GetValueOrDefault(name);
        var isLast = frame.Processes.Find(process => process.Name == name)!.IsLast;
        _processes[name] = (Math.Max(before.End, frame.End), before.IsLast || isLast);
        Forget();
        return true;
    }

    /// <summary>End of the newest second that any process reported.</summary>
    public long Newest => _processes.Count == 0 ? 0 : _processes.Values.Max(process => process.End);

    /// <summary>End of the newest second that every process reported that is not silent by now.</summary>
    /// <param name="now">Unix second.</param>
    public long CompleteUntil(long now)
    {
        var waitedFor = _processes.Values.Where(process => !process.IsLast && process.End > now - SilentAfter).ToList();
        return waitedFor.Count == 0 ? Newest : waitedFor.Min(process => process.End);
    }

    /// <summary>Processes by whether they reported of late; those that said that they stop are neither.</summary>
    /// <param name="now">Unix second.</param>
    public (List<string> Reporting, List<string> Silent) Processes(long now)
    {
        var running = _processes.Where(process => !process.Value.IsLast).ToList();
        var byReport = running.ToLookup(process => process.Value.End > now - SilentAfter, process => process.Key);
        return ([.. byReport[true].Order()], [.. byReport[false].Order()]);
    }

    /// <summary>The seconds that began in [from, until), the earliest first.</summary>
    public List<HeatFrame> Between(long from, long until) =>
        [.. _frames.Where(frame => frame.Key >= from && frame.Key < until).Select(frame => frame.Value)];

    private void Forget()
    {
        var newest = Newest;
        foreach (var old in _frames.Keys.TakeWhile(start => start < newest - Seconds).ToList())
        {
            _frames.Remove(old);
        }

        foreach (var (gone, _) in _processes.Where(process => process.Value.End < newest - ForgottenAfter).ToList())
        {
            _processes.Remove(gone);
        }
    }
}
