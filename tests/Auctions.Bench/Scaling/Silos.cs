namespace Auctions.Bench.Scaling;

/// <summary>The silos of a simulated cluster: each bears bids only some time after it was wished for.</summary>
/// <param name="count">How many there are at first, all ready.</param>
/// <param name="lead">Seconds until a new one is ready.</param>
internal sealed class Silos(int count, int lead)
{
    // Ready at these seconds, the earliest first.
    private readonly List<int> _readyAt = [.. Enumerable.Repeat(0, count)];

    /// <summary>All there are, ready or not.</summary>
    public int Count => _readyAt.Count;

    /// <summary>How many bear bids at a time.</summary>
    public int Ready(int second) => _readyAt.Count(at => at <= second);

    /// <summary>Has as many as are wanted; the newest go first.</summary>
    public void Scale(int wanted, int second)
    {
        while (_readyAt.Count < wanted)
        {
            _readyAt.Add(second + lead);
        }

        _readyAt.RemoveRange(wanted, _readyAt.Count - wanted);
    }
}
