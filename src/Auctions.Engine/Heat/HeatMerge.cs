namespace Auctions.Engine.Heat;

/// <summary>
/// Adds frames up, over processes and over time. The hottest auctions stay what Space-Saving promises (Agarwal et al.,
/// Mergeable Summaries, PODS 2012): where a frame does not name an auction that another one names, it may have had as
/// much there as that frame's bound, which is added to its error.
/// </summary>
public static class HeatMerge
{
    /// <param name="frames">Of any processes and times; left as they are.</param>
    /// <param name="start">Unix second at which the sum begins.</param>
    /// <param name="seconds">How long it is.</param>
    public static HeatFrame Merge(IReadOnlyCollection<HeatFrame> frames, long start, int seconds)
    {
        var sum = new HeatFrame { Start = start, Seconds = seconds };
        var auctions = new Dictionary<Guid, AuctionHeat>();
        var seen = new Dictionary<Guid, long>();
        foreach (var frame in frames.OrderBy(frame => frame.Start))
        {
            AddTotals(sum, frame);
            foreach (var heat in frame.Top)
            {
                if (!auctions.TryGetValue(heat.Auction, out var total))
                {
                    total = new AuctionHeat { Auction = heat.Auction, Slot = heat.Slot };
                    auctions.Add(heat.Auction, total);
                }

                Add(total, heat);
                seen[heat.Auction] = seen.GetValueOrDefault(heat.Auction) + frame.Bound;
            }
        }

        AddWatchers(frames, auctions);
        sum.Bound = frames.Sum(frame => frame.Bound);
        foreach (var (id, heat) in auctions)
        {
            heat.Error += sum.Bound - seen[id];
        }

        sum.Top.AddRange(auctions.Values);
        Sort(sum);
        Cut(sum, HeatFrame.TopMax, HeatFrame.MostWatched);
        return sum;
    }

    /// <summary>
    /// Leaves the hottest and, beside them, some of the most watched, which are what gets hot next; sees to it that the
    /// bound holds for those left out.
    /// </summary>
    internal static void Cut(HeatFrame frame, int top, int watched)
    {
        if (frame.Top.Count <= top)
        {
            return;
        }

        var others = frame.Top.Skip(top).OrderByDescending(heat => heat.Watchers).ToList();
        var dropped = others.Where((heat, place) => place >= watched || heat.Watchers == 0).ToHashSet();
        frame.Bound = Math.Max(
            frame.Bound, dropped.Select(heat => heat.Turns + heat.Error).DefaultIfEmpty().Max());
        frame.Top.RemoveAll(dropped.Contains);
    }

    internal static void Sort(HeatFrame frame)
    {
        frame.Top.Sort((one, other) => other.Turns != one.Turns ? other.Turns.CompareTo(one.Turns)
            : other.Parts.Edge.Count != one.Parts.Edge.Count ? other.Parts.Edge.Count.CompareTo(one.Parts.Edge.Count)
            : other.Watchers != one.Watchers ? other.Watchers.CompareTo(one.Watchers)
            : one.Auction.CompareTo(other.Auction));
        frame.Shards.Sort((one, other) => one.Shard.CompareTo(other.Shard));
        frame.Processes.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
    }

    private static void AddTotals(HeatFrame sum, HeatFrame frame)
    {
        sum.Bids += frame.Bids;
        sum.Refusals += frame.Refusals;
        sum.TurnedAway += frame.TurnedAway;
        sum.Repeats += frame.Repeats;
        sum.Auctions = Math.Max(sum.Auctions, frame.Auctions);
        sum.Parts.Add(frame.Parts);
        for (var band = 0; band < HeatFrame.Bands; band++)
        {
            sum.TurnsByBand[band] += frame.TurnsByBand[band];
        }

        foreach (var process in frame.Processes)
        {
            AddProcess(sum, process);
        }

        foreach (var shard in frame.Shards)
        {
            var total = sum.Shards.Find(one => one.Shard == shard.Shard);
            if (total is null)
            {
                sum.Shards.Add(total = new ShardHeat { Shard = shard.Shard });
            }

            total.Add(shard);
        }

        sum.SlowStatements.AddRange(frame.SlowStatements);
        if (sum.SlowStatements.Count > HeatFrame.SlowMax)
        {
            sum.SlowStatements.Sort((one, other) => other.Milliseconds.CompareTo(one.Milliseconds));
            sum.SlowStatements.RemoveRange(HeatFrame.SlowMax, sum.SlowStatements.Count - HeatFrame.SlowMax);
        }
    }

    // What counts now is the newest figure; what counts what happened adds up.
    private static void AddProcess(HeatFrame sum, ProcessHeat process)
    {
        if (sum.Processes.Find(one => one.Name == process.Name) is { } known)
        {
            known.Auctions = process.Auctions;
            known.Watchers = process.Watchers;
            known.Dropped += process.Dropped;
            known.Seconds += process.Seconds;
            known.IsLast |= process.IsLast;
        }
        else
        {
            sum.Processes.Add(new ProcessHeat
            {
                Name = process.Name,
                Kind = process.Kind,
                Version = process.Version,
                StartedAt = process.StartedAt,
                Auctions = process.Auctions,
                Watchers = process.Watchers,
                Dropped = process.Dropped,
                Seconds = process.Seconds,
                IsLast = process.IsLast,
            });
        }
    }

    private static void Add(AuctionHeat total, AuctionHeat heat)
    {
        total.Shard = heat.Shard ?? total.Shard;
        total.Process = heat.Process ?? total.Process;
        total.Bids += heat.Bids;
        total.Refusals += heat.Refusals;
        total.TurnedAway += heat.TurnedAway;
        total.Repeats += heat.Repeats;
        total.Error += heat.Error;
        total.QueueDepth = Math.Max(total.QueueDepth, heat.QueueDepth);
        total.FlushLagMicroseconds = Math.Max(total.FlushLagMicroseconds, heat.FlushLagMicroseconds);
        total.IsClosed |= heat.IsClosed;
        total.Parts.Add(heat.Parts);
    }

    // Watchers are what they were at the end, in all processes together.
    private static void AddWatchers(
        IReadOnlyCollection<HeatFrame> frames, Dictionary<Guid, AuctionHeat> auctions)
    {
        var last = frames.Select(frame => frame.End).DefaultIfEmpty().Max();
        foreach (var heat in frames.Where(frame => frame.End == last).SelectMany(frame => frame.Top))
        {
            auctions[heat.Auction].Watchers += heat.Watchers;
        }
    }
}
