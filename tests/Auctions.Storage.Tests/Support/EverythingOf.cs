using System.Reflection;
using Auctions.Core;

namespace Auctions.Storage.Tests;

/// <summary>All that can be read of an auction, by reflection, so that a later member is compared as well.</summary>
internal static class EverythingOf
{
    private static readonly PropertyInfo[] Properties = typeof(AuctionState).GetProperties();

    public static List<(string Name, object? Value)> Auction(Auction auction)
    {
        var everything = State(auction.State);
        for (var position = 0; position < auction.Bids.Count; position++)
        {
            everything.Add(($"Bids[{position}]", auction.Bids[position]));
        }

        everything.AddRange(auction.Bids.Bidders.Select(
            bidder => ($"{bidder}", (object?)auction.Bids.NumberOf(bidder))));
        return everything;
    }

    public static List<(string Name, object? Value)> State(AuctionState state) =>
        [.. Properties
            .Where(property => state.IsCreated || property.Name != nameof(AuctionState.MinimumBid))
            .Select(property => (property.Name, property.GetValue(state)))];
}
