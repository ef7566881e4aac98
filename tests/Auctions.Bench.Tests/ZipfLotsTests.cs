using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>Lots come as often as Zipf's law says, and the same seed always chooses the same.</summary>
public sealed class ZipfLotsTests
{
    private const int Lots = 1_000;
    private const double Exponent = 1.1;
    private const int Draws = 2_000_000;

    [Fact]
    public void The_most_popular_lots_come_as_often_as_the_law_says()
    {
        var counts = Counts(new ZipfLots(Lots, Exponent, seed: 1)).OrderDescending().ToArray();
        var all = Enumerable.Range(1, Lots).Sum(rank => Math.Pow(rank, -Exponent));
        for (var rank = 1; rank <= 50; rank++)
        {
            var expected = Draws * Math.Pow(rank, -Exponent) / all;
            var tolerance = 5 * Math.Sqrt(expected);
            Assert.InRange(counts[rank - 1], expected - tolerance, expected + tolerance);
        }
    }

    [Fact]
    public void The_unpopular_half_comes_as_often_as_the_law_says()
    {
        var counts = Counts(new ZipfLots(Lots, Exponent, seed: 1)).Order().ToArray();
        var all = Enumerable.Range(1, Lots).Sum(rank => Math.Pow(rank, -Exponent));
        var half = Enumerable.Range((Lots / 2) + 1, Lots / 2).Sum(rank => Math.Pow(rank, -Exponent));
        Assert.InRange(counts[..(Lots / 2)].Sum() / (double)Draws, 0.97 * half / all, 1.03 * half / all);
        Assert.True(counts[0] > 0, "A lot never came.");
    }

    [Fact]
    public void Popularity_has_nothing_to_do_with_the_number_of_a_lot()
    {
        var counts = Counts(new ZipfLots(Lots, Exponent, seed: 1));
        int[] byPopularity = [.. Enumerable.Range(0, Lots).OrderByDescending(lot => counts[lot]).Take(100)];
        Assert.InRange(byPopularity.Average(), 400, 600);
        Assert.NotEqual(byPopularity.Order(), byPopularity);
    }

    [Fact]
    public void The_same_seed_chooses_the_same_and_another_one_does_not()
    {
        Assert.Equal(First(seed: 7), First(seed: 7));
        Assert.NotEqual(First(seed: 7), First(seed: 8));
    }

    [Fact]
    public void Senders_do_not_choose_the_same()
    {
        var chooser = new ZipfLots(Lots, Exponent, seed: 1);
        int[] Of(int sender) =>
            [.. Enumerable.Range(0, 100).Select(step => chooser.At(chooser.StartOf(sender, 2) + step))];
        Assert.NotEqual(Of(0), Of(1));
    }

    [Fact]
    public void A_single_lot_is_always_chosen() =>
        Assert.All(Enumerable.Range(0, 1_000), step => Assert.Equal(0, new ZipfLots(1, Exponent, 1).At(step)));

    [Fact]
    public void Round_robin_goes_round_and_spreads_those_who_begin()
    {
        var chooser = new RoundRobin(4);
        Assert.Equal([0, 1, 2, 3, 0], Enumerable.Range(0, 5).Select(step => chooser.At(step)));
        Assert.Equal([0L, 0, 1, 1, 2, 2, 3, 3], Enumerable.Range(0, 8).Select(sender => chooser.StartOf(sender, 8)));
    }

    private static int[] First(int seed)
    {
        var chooser = new ZipfLots(Lots, Exponent, seed);
        return [.. Enumerable.Range(0, 1_000).Select(step => chooser.At(step))];
    }

    private static int[] Counts(ZipfLots chooser)
    {
        var counts = new int[Lots];
        for (var step = 0; step < Draws; step++)
        {
            counts[chooser.At(step)]++;
        }

        return counts;
    }
}
