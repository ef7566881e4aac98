using Auctions.Core;
using Auctions.Engine.Heat;

namespace Auctions.Engine.Tests;

/// <summary>The heaviest of a stream, in bounded memory.</summary>
[Trait("Category", "Long")]
public sealed class HeatSketchTests
{
    private const int Ids = 1_000_000;
    private const int Places = 1_024;
    private const int Bids = 2_000_000;

    /// <summary>Three streams, each with its own luck; the 20 heaviest must be found whatever it is.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_top_20_of_a_Zipf_stream_over_a_million_auctions_are_found_and_their_counts_are_bounded(int seed)
    {
        var (exact, sketch) = Count(new ZipfStream(Ids, 1.1, seed), Bids);
        var heaviest = sketch.Heaviest();
        Assert.Equal(Top(exact, 20), heaviest.Take(20).Select(one => one.Id).ToHashSet());
        Assert.All(heaviest, one => Assert.InRange(exact[one.Id], one.Count - one.Error, one.Count));
        var kept = heaviest.Select(one => one.Id).ToHashSet();
        Assert.True(exact.Where(one => !kept.Contains(one.Key)).Max(one => one.Value) <= sketch.Bound);
        Assert.InRange(sketch.Bound, 1, Bids / Places);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_bid_that_is_added()
    {
        var sketch = new HeatSketch(Places);
        var stream = new ZipfStream(10_000, 1.1, seed: 1);
        var ids = Enumerable.Range(0, 200_000).Select(_ => stream.Next()).ToArray();
        Array.ForEach(ids, sketch.Add);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var id in ids)
        {
            sketch.Add(id);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_place_stays_an_auctions_own_until_another_one_takes_it()
    {
        var sketch = new HeatSketch(2);
        var first = sketch.Add(Given.Id(1), 5, out var isNew);
        Assert.True(isNew);
        var second = sketch.Add(Given.Id(2), 3, out _);
        Assert.Equal(first, sketch.Add(Given.Id(1), 1, out isNew));
        Assert.False(isNew);
        Assert.Equal(second, sketch.Add(Given.Id(3), 1, out isNew));
        Assert.True(isNew);
        Assert.Equal((6, 0), sketch.Find(Given.Id(1)));
        Assert.Null(sketch.Find(Given.Id(2)));
        Assert.Equal((4, 3), sketch.Find(Given.Id(3)));
        Assert.Equal(4, sketch.Bound);
    }

    [Fact]
    public void A_cleared_sketch_knows_nobody()
    {
        var sketch = new HeatSketch(2);
        sketch.Add(Given.Id(1), 5, out _);
        sketch.Clear();
        Assert.Empty(sketch.Heaviest());
        Assert.Equal(0, sketch.Bound);
        sketch.Add(Given.Id(1), 1, out _);
        Assert.Equal((1, 0), sketch.Find(Given.Id(1)));
    }

    private static (Dictionary<AuctionId, long> Exact, HeatSketch Sketch) Count(ZipfStream stream, int bids)
    {
        var exact = new Dictionary<AuctionId, long>();
        var sketch = new HeatSketch(Places);
        for (var bid = 0; bid < bids; bid++)
        {
            var id = stream.Next();
            exact[id] = exact.GetValueOrDefault(id) + 1;
            sketch.Add(id);
        }

        return (exact, sketch);
    }

    private static HashSet<AuctionId> Top(Dictionary<AuctionId, long> exact, int count) =>
        [.. exact.OrderByDescending(one => one.Value).Take(count).Select(one => one.Key)];
}
