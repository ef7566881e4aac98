using Auctions.Engine.Heat;

namespace Auctions.Web.Hotspots;

/// <summary>
/// The times of one auction's bids in a second. The first are kept one by one and of those that follow every eighth,
/// which stands for the seven before it.
/// </summary>
internal sealed class EdgeTally
{
    /// <summary>How many are kept one by one, and which share of the others.</summary>
    public const int Every = 8;

    private int _seen;

    public DurationHistogram Edge { get; } = new();

    public DurationHistogram Call { get; } = new();

    public void Record(long edge, long? call)
    {
        if (++_seen > Every && _seen % Every != 0)
        {
            return;
        }

        var weight = _seen > Every ? Every : 1;
        Edge.Add(edge, weight);
        if (call is { } time)
        {
            Call.Add(time, weight);
        }
    }

    public void Clear()
    {
        _seen = 0;
        Edge.Clear();
        Call.Clear();
    }
}
