using Auctions.Core;

namespace Auctions.Engine.Tests;

/// <summary>Bids on auctions of which the n-th is n^s times rarer than the first.</summary>
internal sealed class ZipfStream
{
    private readonly Random _random;
    private readonly double[] _upTo;

    /// <param name="auctions">How many there are.</param>
    /// <param name="exponent">The s.</param>
    /// <param name="seed">Of the luck.</param>
    public ZipfStream(int auctions, double exponent, int seed)
    {
        _random = new Random(seed);
        _upTo = new double[auctions];
        var sum = 0.0;
        for (var rank = 0; rank < auctions; rank++)
        {
            _upTo[rank] = sum += Math.Pow(rank + 1, -exponent);
        }
    }

    public AuctionId Next()
    {
        var at = Array.BinarySearch(_upTo, _random.NextDouble() * _upTo[^1]);
        return Given.Id(at < 0 ? ~at : at);
    }
}
