namespace Auctions.Measuring;

/// <summary>How long all there is to do is expected to take, and how long the rest of it by the pace so far.</summary>
/// <param name="expected">All of it.</param>
/// <param name="time">The clock.</param>
internal sealed class Agenda(TimeSpan expected, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _done;

    public TimeSpan Expected => expected;

    /// <summary>What is expected to remain.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = expected > _done ? expected - _done : TimeSpan.Zero;
            return _done > TimeSpan.Zero ? left * (time.GetElapsedTime(_start) / _done) : left;
        }
    }

    /// <summary>Something is done that was expected to take so long.</summary>
    public void Done(TimeSpan part) => _done += part;

    public override string ToString() => $"about {Duration.ToText(Left)} left";
}
