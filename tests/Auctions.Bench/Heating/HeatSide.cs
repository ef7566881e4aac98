using Auctions.Measuring;

namespace Auctions.Bench.Heating;

/// <summary>One side of a pair: what its turns come to together.</summary>
internal sealed class HeatSide
{
    private double _seconds;
    private double _cpuSeconds;
    private long _bids;
    private long _bytes;

    /// <summary>Accepted and durable.</summary>
    public double BidsPerSecond => _bids / _seconds;

    /// <summary>Processor time of this process for an accepted bid.</summary>
    public double MicrosecondsPerBid => 1e6 * _cpuSeconds / _bids;

    /// <summary>What this process allocates for an accepted bid.</summary>
    public double BytesPerBid => (double)_bytes / _bids;

    public void Add(LoadResult turn)
    {
        _seconds += turn.Seconds;
        _cpuSeconds += turn.CpuSeconds;
        _bids += turn.Answered.Accepted;
        _bytes += turn.AllocatedBytes;
    }
}
