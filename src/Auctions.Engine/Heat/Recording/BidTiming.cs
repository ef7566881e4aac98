using Auctions.Engine.Hosting;

namespace Auctions.Engine.Heat;

/// <summary>
/// The times of one bid that is timed, used again for another bid after it: nothing is allocated for each.
/// </summary>
internal sealed class BidTiming(HeatRecorder recorder) : BidWatch
{
    private AuctionHost? _host;
    private int _weight;

    /// <summary>The bid is handed over.</summary>
    /// <param name="host">To this host.</param>
    /// <param name="weight">How many bids it stands for.</param>
    public void Begin(AuctionHost host, int weight)
    {
        (_host, _weight) = (host, weight);
        Begin(host.Time);
    }

    /// <summary>Whoever waited has the answer; it is of no use to this bid any more.</summary>
    public void Conclude()
    {
        if (_host is not { } host)
        {
            return;
        }

        host.Timed(this, _weight);
        _host = null;
        recorder.Return(this);
    }
}
