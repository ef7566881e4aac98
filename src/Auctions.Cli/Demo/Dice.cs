namespace Auctions.Cli.Demo;

/// <summary>
/// Chance out of a seed: the same seed and stream give the same throws in the same order. Each lot and each bot has a
/// stream of its own, so that what one does never changes what another does.
/// </summary>
/// <param name="seed">Of the whole run.</param>
/// <param name="stream">Of whoever throws.</param>
internal sealed class Dice(int seed, int stream)
{
    private readonly Random _random = new(unchecked((seed * 486_187_739) ^ (stream * 16_777_619)));

    /// <summary>A whole number from 0, below a bound.</summary>
    public int Below(int bound) => _random.Next(bound);

    /// <summary>A number between two others.</summary>
    public double Between(double least, double most) => least + ((most - least) * _random.NextDouble());

    public bool Happens(double probability) => _random.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> among) => among[Below(among.Count)];

    public void Shuffle<T>(T[] items) => _random.Shuffle(items);

    /// <summary>
    /// Log-normal around a median: half lie below it, and a factor has the odds of its inverse. What people think a
    /// thing is worth, and how long they take, spreads like that.
    /// </summary>
    /// <param name="median">The median.</param>
    /// <param name="sigma">Standard deviation of the logarithm.</param>
    public double LogNormal(double median, double sigma)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
        return median * Math.Exp(sigma * radius * Math.Cos(2 * Math.PI * _random.NextDouble()));
    }
}
