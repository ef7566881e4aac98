namespace Auctions.Measuring;

/// <summary>
/// Numbers that look random and follow from where they stand: whoever asks for the same place gets the same number.
/// The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
/// </summary>
internal static class SplitMix
{
    public static ulong Mix(ulong value)
    {
        value += 0x9e37_79b9_7f4a_7c15;
        value = (value ^ (value >> 30)) * 0xbf58_476d_1ce4_e5b9;
        value = (value ^ (value >> 27)) * 0x94d0_49bb_1331_11eb;
        return value ^ (value >> 31);
    }

    /// <summary>A whole number from 0, below a bound, out of 32 bits.</summary>
    public static int Below(int bound, uint bits) => (int)(((ulong)bits * (uint)bound) >> 32);
}
