using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Web.Tests.Hotspots;

/// <summary>Frames as processes would have reported them.</summary>
internal static class Frames
{
    public static AuctionId Id(int number = 1) => new(Guid.Parse($"0195a8f0-0000-7000-8000-{number:x12}"));

    /// <summary>A frame with nothing in it.</summary>
    public static HeatFrame Empty(long start, int seconds = 1, string process = "server-1") => new()
    {
        Start = start,
        Seconds = seconds,
        Processes = { new ProcessHeat { Name = process, Kind = "server", Version = "1.0.0", Seconds = seconds } },
        Shards = { new ShardHeat { Shard = 0 }, new ShardHeat { Shard = 1 }, new ShardHeat { Shard = 2 } },
    };

    /// <summary>A frame in which one auction had bids, all on one shard.</summary>
    /// <param name="start">Its second.</param>
    /// <param name="bids">How many.</param>
    /// <param name="commit">How long their commit took, in milliseconds.</param>
    /// <param name="auction">Number of the auction.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="watchers">Live feeds on it.</param>
    public static HeatFrame Of(
        long start, int bids, double commit = 1, int auction = 1, int shard = 0, int watchers = 0)
    {
        var frame = Empty(start);
        frame.Bids = bids;
        frame.Auctions = 1;
        var id = Id(auction);
        frame.TurnsByBand[HeatFrame.BandOf(id)] = bids;
        var heat = new AuctionHeat
        {
            Auction = id.Value,
            Slot = Slot.Of(id),
            Shard = shard,
            Process = "server-1",
            Bids = bids,
            QueueDepth = 3,
            FlushLagMicroseconds = 2_500,
            Watchers = watchers,
        };
        frame.Top.Add(heat);
        frame.Processes[0].Watchers = watchers;
        frame.Shards[shard].Bids = bids;
        foreach (var parts in (BidParts[])[heat.Parts, frame.Parts])
        {
            parts.Queue.Add(100, bids);
            parts.Decide.Add(20, bids);
            parts.Commit.Add((long)(commit * 1_000), bids);
        }

        return frame;
    }

    public static HeatRange Range(IEnumerable<HeatFrame> frames, long asOf) => new()
    {
        AsOf = asOf,
        Now = 1_000 * asOf,
        Seconds = 1,
        Frames = [.. frames],
        Reporting = ["server-1"],
    };
}
