using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Web.Hotspots;

/// <summary>
/// The newest seconds, so that only what is new is fetched from whoever gathers them: a window of a quarter of an hour
/// is looked at once a second.
/// </summary>
/// <param name="hotspots">Who gathers them.</param>
/// <param name="auctions">The shards' clock.</param>
internal sealed class RecentFrames(IHotspots hotspots, IAuctions auctions) : IDisposable
{
    // Frames that came late are fetched again.
    private const int Overlap = 15;

    private readonly SemaphoreSlim _reading = new(1);
    private readonly SortedDictionary<long, HeatFrame> _frames = [];
    private List<HeatMark> _marks = [];
    private long _from = long.MaxValue;
    private long _until;

    /// <summary>So many of the newest seconds.</summary>
    public async Task<HeatRange> ReadAsync(int seconds, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var now = auctions.Now.ToUnixTimeSeconds();
            var wanted = Math.Min(seconds, HistoryRange.FineSeconds) + Overlap;
            var isGap = _from > now - wanted || _until < now - HistoryRange.FineSeconds;
            var count = isGap ? wanted : (int)Math.Max(0, now - _until) + Overlap;
            var range = await hotspots.ReadAsync(HeatQuery.Newest(count), cancellation);
            return range.AsOf == 0 ? range : TakeIn(range, isGap ? now - count : _from, seconds);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private HeatRange TakeIn(HeatRange range, long from, int seconds)
    {
        foreach (var frame in range.Frames)
        {
            _frames[frame.Start] = frame;
        }

        var oldest = range.AsOf - (2 * HistoryRange.FineSeconds);
        foreach (var old in _frames.Keys.TakeWhile(start => start < oldest).ToList())
        {
            _frames.Remove(old);
        }

        _marks = [.. _marks.Concat(range.Marks).Distinct().Where(mark => mark.At >= oldest * 1_000)];
        (_from, _until) = (Math.Max(from, oldest), range.AsOf);
        var first = range.AsOf - seconds;
        return new HeatRange
        {
            AsOf = range.AsOf,
            Now = range.Now,
            Seconds = 1,
            Frames = [.. _frames.Where(frame => frame.Key >= first && frame.Key < range.AsOf).Select(one => one.Value)],
            Marks = [.. _marks.OrderBy(mark => mark.At)],
            Reporting = range.Reporting,
            Silent = range.Silent,
            Problem = range.Problem,
        };
    }
}
