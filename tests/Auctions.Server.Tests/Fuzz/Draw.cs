namespace Auctions.Server.Tests.Fuzz;

/// <summary>Chance from a seed.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>0 to below a number.</summary>
    public int Below(int most) => _random.Next(most);

    public bool Percent(int percent) => _random.Next(100) < percent;

    public T Of<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
