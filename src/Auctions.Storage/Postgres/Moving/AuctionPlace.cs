namespace Auctions.Storage.Postgres.Moving;

/// <summary>What a shard's head row says of an auction, for whoever moves it.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Epoch">Of all places the highest epoch has the truth.</param>
/// <param name="MovedTo">The shard that has it, or is to have it; null: it lives here.</param>
/// <param name="Move">Which move says so.</param>
/// <param name="IsListed">Whether lists show it here.</param>
/// <param name="Bids">Its accepted bids, as listed.</param>
internal sealed record AuctionPlace(int Shard, long Epoch, int? MovedTo, Guid? Move, bool IsListed, long Bids);

/// <summary>Where an auction is.</summary>
/// <param name="Home">Where the slot map has it.</param>
/// <param name="MapVersion">The version of that slot map.</param>
/// <param name="Holder">The place that has the truth.</param>
/// <param name="Left">The places it came from since, if a move did not end.</param>
internal sealed record Whereabouts(
    int Home, long MapVersion, AuctionPlace Holder, IReadOnlyList<AuctionPlace> Left);
