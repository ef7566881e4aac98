using Auctions.Core;

namespace Auctions.Web.Hotspots;

/// <summary>The share of auctions whose times are kept under one lock.</summary>
internal sealed class EdgeStripe
{
    /// <summary>How many auctions it keeps.</summary>
    public const int Places = 128;

    private readonly Lock _changing = new();

    // While one is read, bids go to the other.
    private EdgeTimes _current = new(Places);
    private EdgeTimes _taken = new(Places);

    /// <summary>The times of one bid.</summary>
    /// <param name="auction">On which auction.</param>
    /// <param name="edge">In microseconds.</param>
    /// <param name="call">In microseconds; null: nobody was called.</param>
    public void Record(AuctionId auction, long edge, long? call)
    {
        lock (_changing)
        {
            _current.Record(auction, edge, call);
        }
    }

    /// <summary>What was recorded since the last call; it is the caller's until the next.</summary>
    public EdgeTimes Take()
    {
        lock (_changing)
        {
            (_current, _taken) = (_taken, _current);
            _current.Clear();
            return _taken;
        }
    }
}
