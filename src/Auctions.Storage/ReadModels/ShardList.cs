using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.ReadModels;

/// <summary>What one shard has of a page of a list.</summary>
/// <param name="Items">At most as many as the page holds, without a gap up to the last or to LookedTo.</param>
/// <param name="LookedTo">Where looking ended at its bound, and there may be more; null: nowhere.</param>
/// <param name="Departures">How many auctions have ever moved to another shard and been gone by then.</param>
internal readonly record struct ShardList(List<AuctionView> Items, DueAuction? LookedTo, long Departures = 0)
{
    /// <summary>Several lists of one shard as one.</summary>
    public static ShardList Join(IReadOnlyList<ShardList> lists) => lists is [var one]
        ? one
        : new ShardList([.. lists.SelectMany(list => list.Items)], First(lists.Select(list => list.LookedTo)));

    /// <summary>The first place in the order of (end, id); null: there is none.</summary>
    public static DueAuction? First(IEnumerable<DueAuction?> places) => places
        .Where(place => place is not null)
        .OrderBy(place => place!.Value.ClosesAt)
        .ThenBy(place => place!.Value.Id)
        .FirstOrDefault();
}
