namespace Auctions.Simulation.Clockwork;

/// <summary>
/// A stream of draws that belongs to one entity of one seed: what another entity draws, or whether it exists at all,
/// changes nothing here. That is what lets a failing scenario shrink. SplitMix64 (Steele, Lea, Flood 2014).
/// </summary>
internal struct Chance
{
    private ulong _state;

    public Chance(ulong seed, Drawer drawer, int entity = 0) =>
        _state = Mix(seed ^ Mix(((ulong)drawer << 32) | (uint)entity));

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Happens(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

/// <summary>Who draws.</summary>
internal enum Drawer
{
    Plan = 1,
    Step,
    Fault,
    Strand,
    Link,
    Ids,
}
