namespace Auctions.Measuring;

/// <summary>
/// Lots as popular as Zipf's law has it: the n-th most popular one is chosen in proportion to n to the power of minus
/// the exponent; which one that is, a random permutation says. A choice is one look-up in an alias table (Walker 1977,
/// filled as in Vose: A linear algorithm for generating random numbers with a given distribution, 1991), and follows
/// from the seed and the bid's number alone.
/// </summary>
internal sealed class ZipfLots : LotChooser
{
    // Numbers of different senders never meet.
    private const int BitsPerSender = 40;

    private readonly Column[] _columns;
    private readonly ulong _seed;

    public ZipfLots(int lots, double exponent, int seed)
        : base(lots)
    {
        _seed = SplitMix.Mix((uint)seed);
        _columns = Fill(Shares(lots, exponent), Permutation(lots, _seed));
    }

    public override int At(long number)
    {
        var drawn = SplitMix.Mix(_seed + (ulong)number);
        var column = _columns[SplitMix.Below(Lots, (uint)(drawn >> 32))];
        return (uint)drawn < column.OwnBelow ? column.Own : column.Other;
    }

    public override long StartOf(int sender, int senders) => (long)sender << BitsPerSender;

    // By rank; on average 1, as the columns want them.
    private static double[] Shares(int lots, double exponent)
    {
        var weights = new double[lots];
        for (var rank = 0; rank < lots; rank++)
        {
            weights[rank] = Math.Pow(rank + 1, -exponent);
        }

        var mean = weights.Sum() / lots;
        return Array.ConvertAll(weights, weight => weight / mean);
    }

    // Fisher and Yates's shuffle, by numbers of its own.
    private static int[] Permutation(int lots, ulong seed)
    {
        int[] lotOf = [.. Enumerable.Range(0, lots)];
        for (var last = lots - 1; last > 0; last--)
        {
            var other = SplitMix.Below(last + 1, (uint)SplitMix.Mix(~seed - (ulong)last));
            (lotOf[last], lotOf[other]) = (lotOf[other], lotOf[last]);
        }

        return lotOf;
    }

    // A column whose own share does not fill it is filled up by one that has too much.
    private static Column[] Fill(double[] shares, int[] lotOf)
    {
        var columns = new Column[shares.Length];
        var poor = new Stack<int>();
        var rich = new Stack<int>();
        for (var rank = 0; rank < shares.Length; rank++)
        {
            (shares[rank] < 1 ? poor : rich).Push(rank);
        }

        while (poor.Count > 0 && rich.Count > 0)
        {
            var (less, more) = (poor.Pop(), rich.Pop());
            columns[less] = new Column((uint)(shares[less] * uint.MaxValue), lotOf[less], lotOf[more]);
            shares[more] -= 1 - shares[less];
            (shares[more] < 1 ? poor : rich).Push(more);
        }

        // What is left has a share of 1, but for what rounding took.
        foreach (var full in poor.Concat(rich))
        {
            columns[full] = new Column(uint.MaxValue, lotOf[full], lotOf[full]);
        }

        return columns;
    }

    private readonly record struct Column(uint OwnBelow, int Own, int Other);
}
