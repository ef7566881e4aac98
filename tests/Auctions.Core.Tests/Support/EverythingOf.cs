using System.Reflection;

namespace Auctions.Core.Tests;

/// <summary>All that can be read of an auction, by reflection, so that a later member is compared as well.</summary>
internal static class EverythingOf
{
    private static readonly PropertyInfo[] Properties = typeof(AuctionState).GetProperties();

    public static List<(string Name, object? Value)> Auction(Auction auction)
    {
        var everything = State(auction.State);
        var bids = auction.Bids;
        everything.Add(("Count", bids.Count));
        for (var position = 0; position < bids.Count; position++)
        {
            everything.Add(($"Bids[{position}]", bids[position]));
            everything.Add(($"Found[{position}]", bids.TryFind(bids[position].Key, out var found) ? found : null));
        }

        foreach (var bidder in bids.Bidders)
        {
            everything.Add(($"{bidder}", (bids.NumberOf(bidder), bids.HasBid(bidder))));
        }

        return everything;
    }

    public static List<(string Name, object? Value)> State(AuctionState state) =>
        [.. Properties
            .Where(property => state.IsCreated || property.Name != nameof(AuctionState.MinimumBid))
            .Select(property => (property.Name, property.GetValue(state)))];
}
