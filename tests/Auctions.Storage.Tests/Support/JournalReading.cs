using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>What tests ask of a journal in passing.</summary>
internal static class JournalReading
{
    public static int ShardOf(this IJournal journal, AuctionId id)
    {
        Assert.True(journal.TryGetShard(id, out var shard), $"The slot of {id} is on no shard.");
        return shard;
    }

    public static async Task<StoredStream?> ReadAsync(this IJournal journal, AuctionId id) =>
        await journal.ReadAsync(journal.ShardOf(id), id, withChunks: true, default);

    /// <summary>The auction as the journal has it; fails where a sequence or the hash chain has a hole.</summary>
    public static async Task<Auction> FoldAsync(this IJournal journal, AuctionId id) =>
        StreamFold.Of((await journal.ReadAsync(id))!).Auction;

    /// <summary>Every accepted bid of a stream, in its order.</summary>
    public static async Task<IReadOnlyList<RememberedBid>> BidsAsync(this IJournal journal, AuctionId id)
    {
        var bids = (await journal.FoldAsync(id)).Bids;
        return [.. Enumerable.Range(0, bids.Count).Select(at => bids[at])];
    }

    /// <summary>An id whose stream lives on a shard.</summary>
    public static AuctionId IdOn(this IJournal journal, int shard)
    {
        AuctionId id;
        do
        {
            id = Given.Id();
        }
        while (journal.ShardOf(id) != shard);

        return id;
    }
}
