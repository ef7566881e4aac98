using Auctions.Core;

namespace Auctions.Storage.ReadModels;

/// <summary>What a rebuild did on one shard.</summary>
/// <param name="Shard">Its number.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Segments">Segments of the journal that the bidders' own bids were made from.</param>
/// <param name="Auctions">Auctions whose list columns were compared with their journal.</param>
/// <param name="Corrected">How many of those were listed wrongly, or not as of their last event.</param>
/// <param name="Damaged">
/// Auctions whose journal cannot be read, or ends before what is listed; their list columns are as they were.
/// </param>
/// <param name="Problem">Why it is not done, and what to do; null: it is.</param>
public sealed record ShardRebuilt(
    int Shard,
    string Address,
    long Segments,
    long Auctions,
    long Corrected,
    IReadOnlyList<AuctionId> Damaged,
    string? Problem);
