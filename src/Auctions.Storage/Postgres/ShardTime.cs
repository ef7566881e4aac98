namespace Auctions.Storage.Postgres;

/// <summary>
/// Time as the shards have it: this machine's monotonic clock and the offset to theirs, sampled every second. Of each
/// shard's last samples the one with the shortest round trip counts (RFC 5905, section 10); of all shards the median,
/// so that one with a wrong clock misleads nobody.
/// </summary>
internal sealed class ShardTime(int shards, TimeProvider machine) : TimeProvider
{
    /// <summary>Uncertainty beyond which a process is not ready.</summary>
    public static readonly TimeSpan UncertaintyMax = TimeSpan.FromMilliseconds(50);

    private const int SamplesKept = 8;

    // Quartz drifts by some 20 parts in a million, seldom by 100.
    private const double DriftPerSecond = 0.0001;

    private readonly Lock _changing = new();
    private readonly long _origin = machine.GetTimestamp();
    private readonly DateTimeOffset _started = machine.GetUtcNow();
    private readonly Queue<Sample>[] _samples = [.. Enumerable.Range(0, shards).Select(_ => new Queue<Sample>())];
    private Sample? _ruling;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <summary>How far the time may be from the shards'; null before the first sample.</summary>
    public TimeSpan? Uncertainty
    {
        get
        {
            lock (_changing)
            {
                return _ruling?.UncertaintyAt(Elapsed(machine.GetTimestamp()));
            }
        }
    }

    public bool IsCertain => Uncertainty <= UncertaintyMax;

    public override DateTimeOffset GetUtcNow()
    {
        var elapsed = Elapsed(machine.GetTimestamp());
        lock (_changing)
        {
            return _started + elapsed + (_ruling?.Offset ?? TimeSpan.Zero);
        }
    }

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>A shard was asked for its time.</summary>
    /// <param name="shard">Which one.</param>
    /// <param name="sent">Timestamp before.</param>
    /// <param name="answered">Timestamp after.</param>
    /// <param name="shown">What its clock showed in between.</param>
    /// <returns>How far this shard's clock surely is from the one that rules.</returns>
    public TimeSpan Add(int shard, long sent, long answered, DateTimeOffset shown)
    {
        var (before, after) = (Elapsed(sent), Elapsed(answered));
        var middle = before + ((after - before) / 2);
        var sample = new Sample(shown - _started - middle, (after - before) / 2, after);
        lock (_changing)
        {
            var samples = _samples[shard];
            samples.Enqueue(sample);
            if (samples.Count > SamplesKept)
            {
                samples.Dequeue();
            }

            // Two shards: the one that is behind rules, since no bid may be stamped later than its shard's time.
            var best = _samples
                .Where(of => of.Count > 0)
                .Select(of => of.MinBy(one => one.UncertaintyAt(after)))
                .OrderBy(one => one.Offset)
                .ToList();
            _ruling = best[(best.Count - 1) / 2];
            var own = samples.MinBy(one => one.UncertaintyAt(after));
            var apart = (own.Offset - _ruling.Value.Offset).Duration();
            var doubt = own.UncertaintyAt(after) + _ruling.Value.UncertaintyAt(after);
            return apart > doubt ? apart - doubt : TimeSpan.Zero;
        }
    }

    private TimeSpan Elapsed(long timestamp) => machine.GetElapsedTime(_origin, timestamp);

    private readonly record struct Sample(TimeSpan Offset, TimeSpan HalfRoundTrip, TimeSpan At)
    {
        public TimeSpan UncertaintyAt(TimeSpan now) => HalfRoundTrip + ((now - At) * DriftPerSecond);
    }
}
