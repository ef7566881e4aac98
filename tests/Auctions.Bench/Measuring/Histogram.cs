using System.Numerics;

namespace Auctions.Bench.Measuring;

/// <summary>
/// Counts values to three significant digits in fixed memory: one bucket per value up to 2,047, from there 1,024
/// buckets per power of two, as an HDR histogram does. Any thread may record at any time.
/// </summary>
internal sealed class Histogram
{
    /// <summary>What is larger is counted as this; in microseconds 38 hours.</summary>
    public const long ValueMax = (1L << (BitsOfHalf + 1 + Octaves)) - 1;

    private const int BitsOfHalf = 10;
    private const int Half = 1 << BitsOfHalf;
    private const int Linear = 2 * Half;
    private const int Octaves = 26;

    private readonly long[] _counts = new long[Linear + (Octaves * Half)];
    private long _max;

    /// <summary>Number of values recorded.</summary>
    public long Count => _counts.Sum();

    /// <summary>The largest value recorded, exactly; 0 if there is none.</summary>
    public long Max => Volatile.Read(ref _max);

    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public void Record(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        value = Math.Min(value, ValueMax);
        Interlocked.Increment(ref _counts[IndexOf(value)]);
        var max = Max;
        while (value > max)
        {
            max = Interlocked.CompareExchange(ref _max, value, max) is var seen && seen == max ? value : seen;
        }
    }

    /// <summary>The least value that the given share of all values does not exceed, within 0.1 %.</summary>
    /// <param name="percent">Above 0, up to 100.</param>
    /// <returns>The highest value of its bucket, so never less than the true one; 0 if nothing is recorded.</returns>
    public long Percentile(double percent)
    {
        if (percent is not (> 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentile is above 0, up to 100.");
        }

        var rank = Math.Max(1, (long)Math.Ceiling(Count * percent / 100));
        long seen = 0;
        for (var index = 0; index < _counts.Length; index++)
        {
            seen += _counts[index];
            if (seen >= rank)
            {
                return Math.Min(HighestOf(index), Max);
            }
        }

        return 0;
    }

    private static int IndexOf(long value)
    {
        if (value < Linear)
        {
            return (int)value;
        }

        var octave = BitOperations.Log2((ulong)value) - BitsOfHalf;
        return Linear + ((octave - 1) * Half) + (int)(value >> octave) - Half;
    }

    private static long HighestOf(int index)
    {
        if (index < Linear)
        {
            return index;
        }

        var octave = ((index - Linear) / Half) + 1;
        var within = ((index - Linear) % Half) + Half;
        return ((within + 1L) << octave) - 1;
    }
}
