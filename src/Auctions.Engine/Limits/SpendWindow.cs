namespace Auctions.Engine.Limits;

/// <summary>
/// What one subject spent lately, kept in parts of five seconds. What was spent counts until its whole part is older
/// than the window, so that no stretch of time as long as the window holds more than the total ever was.
/// </summary>
internal sealed class SpendWindow
{
    /// <summary>Length of a part.</summary>
    public static readonly TimeSpan Part = TimeSpan.FromSeconds(5);

    private readonly int[] _parts;
    private long _newest;

    /// <param name="length">Whole parts; longer by up to one of them in effect.</param>
    public SpendWindow(TimeSpan length) => _parts = new int[(length.Ticks / Part.Ticks) + 1];

    /// <summary>What counts as of the last look.</summary>
    public int Total { get; private set; }

    /// <summary>What counts now.</summary>
    /// <param name="now">Monotonic time; never earlier than the last.</param>
    public int TotalAt(TimeSpan now)
    {
        var part = now.Ticks / Part.Ticks;
        for (var passed = Math.Min(part - _newest, _parts.Length); passed > 0; passed--)
        {
            ref var oldest = ref _parts[(part - passed + 1) % _parts.Length];
            Total -= oldest;
            oldest = 0;
        }

        _newest = Math.Max(_newest, part);
        return Total;
    }

    /// <summary>Counts from now on.</summary>
    /// <returns>In which part.</returns>
    public long Add(TimeSpan now, int units)
    {
        TotalAt(now);
        _parts[_newest % _parts.Length] += units;
        Total += units;
        return _newest;
    }

    /// <summary>Counts as of earlier: so much in this part, in the one before, and so on.</summary>
    public void AddByPart(TimeSpan now, ReadOnlySpan<int> units)
    {
        TotalAt(now);
        for (var ago = 0; ago < Math.Min(units.Length, _parts.Length); ago++)
        {
            // Before the clock began there was nothing: it counts from there.
            _parts[Math.Max(_newest - ago, 0) % _parts.Length] += units[ago];
            Total += units[ago];
        }
    }

    /// <summary>Counts no longer, unless the part in which it began to has gone.</summary>
    public void TakeBack(long part, int units, TimeSpan now)
    {
        TotalAt(now);
        if (part > _newest - _parts.Length && part >= 0 && part <= _newest)
        {
            ref var counted = ref _parts[part % _parts.Length];
            var taken = Math.Clamp(units, 0, counted);
            counted -= taken;
            Total -= taken;
        }
    }

    /// <summary>Takes out all that counts: so much of this part, of the one before, and so on.</summary>
    public int[] Drain(TimeSpan now)
    {
        TotalAt(now);
        var drained = new int[_parts.Length];
        var length = 0;
        for (var ago = 0; ago < _parts.Length && ago <= _newest; ago++)
        {
            ref var counted = ref _parts[(_newest - ago) % _parts.Length];
            drained[ago] = counted;
            length = counted > 0 ? ago + 1 : length;
            counted = 0;
        }

        Total = 0;
        return drained[..length];
    }

    /// <summary>How long until no more than so much counts.</summary>
    public TimeSpan UntilAtMost(int units, TimeSpan now)
    {
        var left = TotalAt(now);
        var part = _newest - _parts.Length + 1;
        while (left > units && part <= _newest)
        {
            left -= part < 0 ? 0 : _parts[part % _parts.Length];
            part++;
        }

        // A part has gone once the one as many later as are kept begins; the last one looked at is the one before.
        return left == Total ? TimeSpan.Zero : new TimeSpan((part - 1 + _parts.Length) * Part.Ticks) - now;
    }
}
