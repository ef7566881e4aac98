using Auctions.Engine.Heat;

namespace Auctions.Engine.Tests;

/// <summary>Frames of several processes and seconds add up to one.</summary>
public sealed class HeatMergeTests
{
    [Fact]
    public void Totals_shards_bands_and_parts_add_up()
    {
        var one = Frame("a", 10, (1, 5), (2, 3));
        one.Shards.Add(new ShardHeat { Shard = 0, Bids = 7, Writes = 2, IsWell = true });
        one.Parts.Commit.Add(1_000);
        var other = Frame("b", 10, (1, 2));
        other.Shards.Add(new ShardHeat { Shard = 0, Bids = 1, Writes = 1, IsWell = false });
        other.Shards.Add(new ShardHeat { Shard = 1, Bids = 4, Writes = 1 });
        other.Parts.Commit.Add(2_000);
        var sum = HeatMerge.Merge([one, other], 10, 1);
        Assert.Equal(10, sum.Bids);
        Assert.Equal(
            [(Given.Id(1).Value, 7L), (Given.Id(2).Value, 3L)], sum.Top.Select(heat => (heat.Auction, heat.Bids)));
        Assert.Equal(10, sum.TurnsByBand.Sum());
        Assert.Equal(2, sum.Parts.Commit.Count);
        Assert.Equal([(0, 8L, 3L, false), (1, 4L, 1L, true)],
            sum.Shards.Select(shard => (shard.Shard, shard.Bids, shard.Writes, shard.IsWell)));
        Assert.Equal(["a", "b"], sum.Processes.Select(process => process.Name));
    }

    [Fact]
    public void What_a_frame_does_not_name_may_have_had_its_bound_there()
    {
        var one = Frame("a", 10, (1, 50), (2, 30));
        one.Bound = 20;
        var other = Frame("b", 10, (1, 10), (3, 9));
        other.Bound = 4;
        var sum = HeatMerge.Merge([one, other], 10, 1);
        Assert.Equal(24, sum.Bound);
        Assert.Equal(
            [(1, 60L, 0L), (2, 30L, 4L), (3, 9L, 20L)],
            sum.Top.Select(heat => (Number(heat), heat.Turns, heat.Error)));
    }

    [Fact]
    public void What_is_cut_off_is_still_bounded()
    {
        var frame = Frame("a", 10, [.. Enumerable.Range(1, HeatFrame.TopMax).Select(one => (one, 1_000 - one))]);
        var other = Frame("b", 10, [.. Enumerable.Range(500, HeatFrame.TopMax).Select(one => (one, 2_000 - one))]);
        var sum = HeatMerge.Merge([frame, other], 10, 1);
        Assert.Equal(HeatFrame.TopMax, sum.Top.Count);
        Assert.Equal(1_500 - HeatFrame.TopMax + 1, sum.Top.Min(heat => heat.Turns));
        Assert.Equal(999, sum.Bound);
    }

    [Fact]
    public void Frames_merged_one_by_one_are_as_all_at_once()
    {
        HeatFrame[] frames = [Frame("a", 10, (1, 5)), Frame("b", 10, (2, 8)), Frame("c", 10, (1, 2))];
        var byOne = HeatMerge.Merge([HeatMerge.Merge(frames[..2], 10, 1), frames[2]], 10, 1);
        var atOnce = HeatMerge.Merge(frames, 10, 1);
        Assert.Equal(HeatCodec.Encode([atOnce]), HeatCodec.Encode([byOne]));
    }

    [Fact]
    public void Watchers_are_those_at_the_end_of_all_processes_together()
    {
        var sum = HeatMerge.Merge(
            [Watched("a", 10, 100), Watched("b", 10, 40), Watched("a", 11, 90), Watched("b", 11, 30)], 10, 2);
        Assert.Equal(120, Assert.Single(sum.Top).Watchers);
    }

    [Fact]
    public void What_only_an_edge_knows_of_comes_before_what_is_only_watched()
    {
        var front = new HeatFrameBuilder(10, new ProcessHeat { Name = "front-end", Kind = "front-end" });
        for (var number = 1; number <= 2 * HeatFrame.TopMax; number++)
        {
            front.Of(Given.Id(number)).Watchers = 1_000 + number;
        }

        front.Of(Given.Id(500)).Parts.Edge.Add(300, weight: 8);
        front.Of(Given.Id(501)).Parts.Edge.Add(300);
        Assert.Equal(
            [Given.Id(500).Value, Given.Id(501).Value], front.Build().Top.Take(2).Select(heat => heat.Auction));
    }

    [Fact]
    public void What_only_edges_know_of_is_still_there_once_all_are_merged()
    {
        var edges = Enumerable.Range(1, HeatFrame.TopMax).Select(one => Edge($"front-{one}", one, bids: one)).ToArray();
        var watched = Frame("other", 10, [.. Enumerable.Range(200, HeatFrame.TopMax).Select(one => (one, 0))]);
        watched.Top.ForEach(heat => heat.Watchers = 50);
        var sum = HeatMerge.Merge([HeatMerge.Merge([watched, .. edges], 10, 1), Frame("silo", 10, (1, 1))], 10, 1);
        Assert.Equal(HeatFrame.TopMax + HeatFrame.MostWatched, sum.Top.Count);
        Assert.Equal(
            (Given.Id(1).Value, 1, 1), (sum.Top[0].Auction, sum.Top[0].Turns, sum.Top[0].Parts.Edge.Count));
        Assert.Equal(
            Enumerable.Range(2, HeatFrame.TopMax - 1).Reverse().Select(bids => (long)bids),
            sum.Top.Skip(1).Take(HeatFrame.TopMax - 1).Select(heat => heat.Parts.Edge.Count));
        Assert.Equal(0, sum.Bound);
    }

    [Fact]
    public void A_frame_is_read_as_it_was_written()
    {
        var frame = Frame("a", 10, (1, 5));
        frame.Top[0].Parts.Queue.Add(12_345, weight: 32);
        frame.Shards.Add(new ShardHeat { Shard = 3, IsWell = false });
        frame.SlowStatements.Add(new SlowStatement(12, "shard-03", "append", 250, Failed: true));
        var read = Assert.Single(HeatCodec.Decode(HeatCodec.Encode([frame])));
        Assert.Equal(HeatCodec.Encode([frame]), HeatCodec.Encode([read]));
        Assert.False(read.Shards[0].IsWell);
        Assert.Equal(32, read.Top[0].Parts.Queue.Count);
    }

    [Fact]
    public void The_most_watched_stay_though_many_others_have_bids()
    {
        var hot = Frame("a", 10, [.. Enumerable.Range(1, HeatFrame.TopMax).Select(one => (one, 1_000 - one))]);
        var watched = Frame("b", 10, (500, 0));
        watched.Top[0].Watchers = 50_000;

        var sum = HeatMerge.Merge([hot, watched], 10, 1);

        Assert.Equal(HeatFrame.TopMax + 1, sum.Top.Count);
        Assert.Equal(50_000, Assert.Single(sum.Top, heat => heat.Auction == Given.Id(500).Value).Watchers);
        Assert.Equal(0, sum.Bound);
    }

    [Fact]
    public void Bytes_that_are_no_frame_are_refused() =>
        Assert.Throws<InvalidDataException>(() => HeatCodec.Decode([1, 2, 3]));

    private static int Number(AuctionHeat heat) =>
        Enumerable.Range(1, 10).Single(number => Given.Id(number).Value == heat.Auction);

    private static HeatFrame Edge(string process, int auction, int bids)
    {
        var builder = new HeatFrameBuilder(10, new ProcessHeat { Name = process, Kind = "front-end" });
        builder.Of(Given.Id(auction)).Parts.Edge.Add(300, bids);
        return builder.Build();
    }

    private static HeatFrame Watched(string process, long start, int watchers)
    {
        var frame = Frame(process, start, (1, 1));
        frame.Top[0].Watchers = watchers;
        return frame;
    }

    private static HeatFrame Frame(string process, long start, params (int Auction, int Bids)[] auctions)
    {
        var builder = new HeatFrameBuilder(start, new ProcessHeat { Name = process, Kind = "silo" });
        foreach (var (auction, bids) in auctions)
        {
            builder.Of(Given.Id(auction)).Bids = bids;
            builder.Frame.Bids += bids;
            builder.Frame.TurnsByBand[HeatFrame.BandOf(Given.Id(auction))] += bids;
        }

        return builder.Build();
    }
}
