using Auctions.Core;

namespace Auctions.Engine.Heat;

/// <summary>
/// Sees in frames what is worth a mark: starts and stops of processes, hammers and moves of hot auctions.
/// </summary>
internal sealed class HeatMarks
{
    /// <summary>An auction with so many turns in a minute is hot enough for a mark of its own.</summary>
    private const int HotTurns = 100;

    private const int StartedWithin = 60;
    private const int RememberedMax = 10_000;

    private readonly Dictionary<Guid, (string Process, int Shard, long Turns, long Since, long Seen)> _homes = [];
    private readonly HashSet<string> _processes = [];

    /// <summary>What a frame of one process shows, once.</summary>
    public IEnumerable<HeatMark> Of(HeatFrame frame)
    {
        var at = 1_000 * frame.End;
        var process = frame.Processes[0];
        if (_processes.Add(process.Name) && frame.Start - process.StartedAt < StartedWithin)
        {
            yield return new HeatMark(
                1_000 * process.StartedAt, HeatMarkKind.Start, $"{process.Name} started, version {process.Version}");
        }

        if (process.IsLast)
        {
            yield return new HeatMark(at, HeatMarkKind.Stop, $"{process.Name} stopped");
        }

        foreach (var heat in frame.Top)
        {
            foreach (var mark in Of(heat, at, frame.Start))
            {
                yield return mark;
            }
        }
    }

    private IEnumerable<HeatMark> Of(AuctionHeat heat, long at, long start)
    {
        if (heat is not { Process: { } process, Shard: { } shard })
        {
            yield break;
        }

        var id = new AuctionId(heat.Auction);
        var isThere = _homes.TryGetValue(heat.Auction, out var home);

        // Where the auction was then is no news.
        var isLate = isThere && start < home.Seen;
        var known = isThere && start - home.Since < 60;
        var turns = heat.Turns + (known ? home.Turns : 0);
        if (turns >= HotTurns && known && !isLate && home.Shard != shard)
        {
            yield return new HeatMark(
                at, HeatMarkKind.Move, $"{id} moved from shard {home.Shard} to {shard}", heat.Auction);
        }

        if (turns >= HotTurns && known && !isLate && home.Process != process)
        {
            yield return new HeatMark(
                at, HeatMarkKind.Move, $"{id} moved from {home.Process} to {process}", heat.Auction);
        }

        if (turns >= HotTurns && heat.IsClosed)
        {
            yield return new HeatMark(at, HeatMarkKind.Closing, $"{id} closed", heat.Auction);
        }

        if (isLate)
        {
            yield break;
        }

        if (_homes.Count > RememberedMax)
        {
            _homes.Clear();
        }

        _homes[heat.Auction] = (process, shard, turns, known ? home.Since : start, start);
    }
}
