using System.Numerics;

namespace Auctions.Measuring;

/// <summary>
/// Counts values to so many significant bits in fixed memory: one bucket per value as long as they do not need more,
/// from there equally many per power of two, as an HDR histogram does. Any thread may record at any time.
/// </summary>
internal sealed class Histogram
{
    /// <summary>What is larger is counted as this; in microseconds 38 hours.</summary>
    public const long ValueMax = (1L << BitsOfMax) - 1;

    /// <summary>Three significant digits: percentiles are at most 0.1 % too high.</summary>
    public const int Fine = 10;

    /// <summary>Percentiles are at most 3 % too high; 8 KB.</summary>
    public const int Coarse = 5;

    private const int BitsOfMax = 37;

    private readonly int _bitsOfHalf;
    private readonly int _half;
    private readonly int _linear;
    private readonly long[] _counts;
    private long _max;

    /// <param name="significantBits">How precise; memory doubles with each.</param>
    public Histogram(int significantBits = Fine)
    {
        _bitsOfHalf = significantBits;
        _half = 1 << significantBits;
        _linear = 2 * _half;
        _counts = new long[_linear + ((BitsOfMax - 1 - significantBits) * _half)];
    }

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

    /// <summary>The least value that the given share of all values does not exceed, within the precision.</summary>
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

    private int IndexOf(long value)
    {
        if (value < _linear)
        {
            return (int)value;
        }

        var octave = BitOperations.Log2((ulong)value) - _bitsOfHalf;
        return _linear + ((octave - 1) * _half) + (int)(value >> octave) - _half;
    }

    private long HighestOf(int index)
    {
        if (index < _linear)
        {
            return index;
        }

        var octave = ((index - _linear) / _half) + 1;
        var within = ((index - _linear) % _half) + _half;
        return ((within + 1L) << octave) - 1;
    }
}
