namespace Auctions.Measuring;

/// <summary>So many bids a second until a time.</summary>
/// <param name="Until">From the start of the load; where the next step begins.</param>
/// <param name="PerSecond">Bids due per second; 0: none.</param>
internal readonly record struct RateStep(TimeSpan Until, double PerSecond);

/// <summary>When bids are due, at a rate that may change in steps. Bids are numbered from 0.</summary>
internal sealed class RateSchedule
{
    // In bids: more than products of seconds and rates are wrong by.
    private const double Rounding = 1e-6;

    private readonly Stretch[] _stretches;

    /// <exception cref="ArgumentException">A step does not end after the one before, or its rate is none.</exception>
    public RateSchedule(params RateStep[] steps)
    {
        _stretches = new Stretch[steps.Length];
        var before = new Stretch(0, 0, 0, 0, 0);
        for (var at = 0; at < steps.Length; at++)
        {
            var (until, perSecond) = steps[at];
            if (!(until.TotalSeconds > before.Until) || !double.IsFinite(perSecond) || perSecond < 0)
            {
                throw new ArgumentException($"Step {at} is until {until} at {perSecond} per second.", nameof(steps));
            }

            var length = until.TotalSeconds - before.Until;
            before = _stretches[at] = new Stretch(
                before.Until, until.TotalSeconds, perSecond, before.Next, before.Next + Count(length, perSecond));
        }
    }

    /// <summary>From when on none is due any more.</summary>
    public TimeSpan End => TimeSpan.FromSeconds(_stretches[^1].Until);

    /// <summary>The same rate throughout.</summary>
    public static RateSchedule Constant(int perSecond, TimeSpan length) => new(new RateStep(length, perSecond));

    /// <summary>When a bid is due; false: there are not so many.</summary>
    public bool TryDueAt(long number, out TimeSpan due)
    {
        foreach (ref readonly var stretch in _stretches.AsSpan())
        {
            if (number < stretch.Next)
            {
                due = TimeSpan.FromSeconds(stretch.From + ((number - stretch.First) / stretch.PerSecond));
                return true;
            }
        }

        due = default;
        return false;
    }

    /// <summary>How many bids are due before a time.</summary>
    public long DueBefore(TimeSpan time)
    {
        long due = 0;
        foreach (var stretch in _stretches)
        {
            var length = Math.Min(time.TotalSeconds, stretch.Until) - stretch.From;
            due += length > 0 ? Count(length, stretch.PerSecond) : 0;
        }

        return due;
    }

    // The first is due at the beginning of a step.
    private static long Count(double seconds, double perSecond) =>
        (long)Math.Ceiling((seconds * perSecond) - Rounding);

    private readonly record struct Stretch(double From, double Until, double PerSecond, long First, long Next);
}
