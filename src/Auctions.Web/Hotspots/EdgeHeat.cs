using Auctions.Core;
using Auctions.Engine.Heat;

namespace Auctions.Web.Hotspots;

/// <summary>
/// Where the edge's time went, by auction, between one frame and the next: of the auctions with the most bids through
/// this process, in bounded memory. What a bid costs: a few additions under a lock that it shares with an eighth of all
/// others. Nothing is allocated for it.
/// </summary>
/// <param name="isAway">
/// Whether another process decides: then the time until its answer is <see cref="BidParts.Call"/>.
/// </param>
internal sealed class EdgeHeat(bool isAway = false) : IHeatSource
{
    /// <summary>How many auctions are timed in each second.</summary>
    public const int Places = Stripes * EdgeStripe.Places;

    private const int Stripes = 8;

    // No more than an engine names: what is beyond would not get into the frame.
    private const int CandidatesMax = 2 * HeatFrame.TopMax;

    private readonly EdgeStripe[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new EdgeStripe())];
    private volatile bool _isOn;

    /// <summary>Whether somebody makes frames of it. Else nothing is recorded, or it would pile up.</summary>
    public bool IsOn => _isOn;

    /// <summary>Begins to record.</summary>
    public void Start()
    {
        Array.ForEach(_stripes, static stripe => stripe.Take());
        _isOn = true;
    }

    /// <summary>Ends it: what was recorded since the last frame is forgotten.</summary>
    public void Stop() => _isOn = false;

    /// <summary>The times of one bid.</summary>
    /// <param name="auction">On which auction.</param>
    /// <param name="edge">What the edge took.</param>
    /// <param name="answer">From the hand-over until the answer.</param>
    public void Record(AuctionId auction, TimeSpan edge, TimeSpan answer)
    {
        if (_isOn)
        {
            var stripe = _stripes[auction.GetHashCode() & (Stripes - 1)];
            stripe.Record(auction, Microseconds(edge), isAway ? Microseconds(answer) : null);
        }
    }

    public void AddTo(HeatFrameBuilder frame)
    {
        var hottest = new List<(AuctionId Id, long Count, EdgeTally Tally)>();
        foreach (var taken in _stripes.Select(static stripe => stripe.Take()))
        {
            frame.Frame.Parts.Edge.Add(taken.Edge);
            frame.Frame.Parts.Call.Add(taken.Call);
            frame.Process.Dropped += taken.Lost;
            hottest.AddRange(taken.Auctions());
        }

        hottest.Sort(static (one, other) => other.Count.CompareTo(one.Count));
        foreach (var (id, _, tally) in hottest.Take(CandidatesMax))
        {
            var parts = frame.Of(id).Parts;
            parts.Edge.Add(tally.Edge);
            parts.Call.Add(tally.Call);
        }
    }

    // Long enough for any request.
    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
