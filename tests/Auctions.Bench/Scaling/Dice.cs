namespace Auctions.Bench.Scaling;

/// <summary>Draws from a seed.</summary>
/// <param name="seed">The same gives the same draws.</param>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Evenly between two bounds.</summary>
    public double Between(double from, double to) => from + ((to - from) * _random.NextDouble());

    public bool Is(double chance) => _random.NextDouble() < chance;

    /// <summary>Whole numbers from 0, below a bound.</summary>
    public int Below(int bound) => _random.Next(bound);

    public double Normal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * _random.NextDouble());
    }

    /// <summary>Log-normal.</summary>
    /// <param name="median">Half of all draws are below.</param>
    /// <param name="spread">Deviation of the logarithm.</param>
    public double LogNormal(double median, double spread) => median * Math.Exp(spread * Normal());

    /// <summary>Pareto from 1 on: the tail is the heavier the smaller the exponent.</summary>
    public double Pareto(double exponent, double most) =>
        Math.Min(most, Math.Pow(1 - _random.NextDouble(), -1 / exponent));

    /// <summary>How many come when so many are to be expected.</summary>
    public int Poisson(double mean)
    {
        if (mean > 60)
        {
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var (count, product, bound) = (0, _random.NextDouble(), Math.Exp(-mean));
        while (product > bound)
        {
            count++;
            product *= _random.NextDouble();
        }

        return count;
    }
}
