using Auctions.Core;
using Auctions.Engine.Heat;

namespace Auctions.Web.Live;

/// <summary>The side of the hub that knows what is watched.</summary>
internal sealed partial class LiveHub : IHeatSource
{
    /// <summary>How many auctions it names, those with the most watchers.</summary>
    public const int WatchedMax = 256;

    private readonly List<(AuctionId Auction, int Watchers)> _watched = [];

    /// <summary>Adds who watches what now.</summary>
    public void AddTo(HeatFrameBuilder frame)
    {
        _watched.Clear();
        lock (_changing)
        {
            frame.Process.Watchers += _wheel.Count;
            foreach (var channel in _channels.Values)
            {
                _watched.Add((channel.Id, channel.Watchers.Count));
            }
        }

        _watched.Sort(static (one, other) => other.Watchers.CompareTo(one.Watchers));
        foreach (var (auction, watchers) in _watched.Take(WatchedMax))
        {
            frame.Of(auction).Watchers += watchers;
        }
    }
}
