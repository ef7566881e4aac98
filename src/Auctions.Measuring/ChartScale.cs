using System.Globalization;

namespace Auctions.Measuring;

/// <summary>Where values lie along an axis of length 1, and which of them are written beside it.</summary>
internal sealed class ChartScale
{
    private const int StepsMax = 6;
    private const double Thousand = 1e3;
    private const double Million = 1e6;

    private readonly bool _isLogarithmic;
    private readonly double _least;
    private readonly double _most;

    private ChartScale(bool isLogarithmic, double least, double most, IReadOnlyList<double> ticks)
    {
        _isLogarithmic = isLogarithmic;
        _least = least;
        _most = most;
        Ticks = ticks;
    }

    /// <summary>The values to be written beside the axis.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>From 0, or a later beginning, to a round value above the largest.</summary>
    public static ChartScale Linear(double from, double most)
    {
        var step = RoundStep((most > from ? most - from : 1) / StepsMax);
        var first = Math.Floor(from / step);
        var count = Math.Max(1, (int)(Math.Ceiling(most / step) - first));
        double[] ticks = [.. Enumerable.Range(0, count + 1).Select(at => (first + at) * step)];
        return new ChartScale(false, ticks[0], ticks[^1], ticks);
    }

    /// <summary>From the power of ten below the least value to the one above the largest; both above 0.</summary>
    public static ChartScale Logarithmic(double least, double most)
    {
        var first = (int)Math.Floor(Math.Log10(least));
        var last = Math.Max(first + 1, (int)Math.Ceiling(Math.Log10(most)));
        double[] ticks = [.. Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power))];
        return new ChartScale(true, ticks[0], ticks[^1], ticks);
    }

    /// <summary>A round number in few characters, as 0.5, 200 k or 1.5 M.</summary>
    public static string Text(double value) =>
        Math.Abs(value) >= Million ? Short(value / Million) + " M"
        : Math.Abs(value) >= Thousand ? Short(value / Thousand) + " k"
        : Short(value);

    /// <summary>Where a value lies: 0 at the beginning of the axis, 1 at its end; null: nowhere.</summary>
    public double? At(double value)
    {
        if (!_isLogarithmic)
        {
            return double.IsFinite(value) ? Clip((value - _least) / (_most - _least)) : null;
        }

        return value > 0 && double.IsFinite(value)
            ? Clip(Math.Log10(value / _least) / Math.Log10(_most / _least))
            : null;
    }

    private static double Clip(double place) => Math.Clamp(place, 0, 1);

    private static string Short(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    // The next of 1, 2, 5, 10, 20, 50 ...
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var leading = step / power;
        return power * (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10);
    }
}
