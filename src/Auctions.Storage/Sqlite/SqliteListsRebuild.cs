using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Storage.ReadModels;

namespace Auctions.Storage.Sqlite;

/// <summary>
/// Compares the list columns of each auction in a shard with its journal, folded from the first event, and corrects
/// them. Where the stream ends belongs to the fence and is never changed: an auction whose journal ends elsewhere is
/// damaged.
/// </summary>
internal sealed class SqliteListsRebuild(SqliteShard shard, RebuildProgress progress)
{
    private const int AuctionsAtOnce = 64;

    private readonly List<AuctionId> _damaged = [];

    public long Compared { get; private set; }

    public long Corrected { get; private set; }

    public IReadOnlyList<AuctionId> Damaged => _damaged;

    /// <summary>Goes through all auctions.</summary>
    /// <exception cref="JournalException">The file cannot be used now.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        byte[] after = [];
        while (true)
        {
            var page = await shard.ListReaders.ReadAsync(
                session => session.Query(
                    """
                    select auction_id, status, last_sequence from head
                    where auction_id > $after order by auction_id limit $limit
                    """,
                    row => new Head(row.GetAuctionId(0), row.GetInt32(1) != 0, row.GetInt64(2)),
                    ("$after", after),
                    ("$limit", AuctionsAtOnce)),
                cancellation);
            if (page.Count == 0)
            {
                return;
            }

            var views = new List<AuctionView>();
            foreach (var head in page)
            {
                views.AddRange(await FoldAsync(head, cancellation));
            }

            Corrected += await shard.Writer.InTransactionAsync(
                session => views.Sum(view => Correct(session, view)), cancellation);
            Compared += page.Count;
            progress.AddAuctions(page.Count);
            after = page[^1].Id.ToBytes();
        }
    }

    // What should be listed; nothing of an auction that was never created, or is damaged.
    private async Task<AuctionView[]> FoldAsync(Head head, CancellationToken cancellation)
    {
        var segments = await shard.ListReaders.ReadAsync(
            session => SqliteStreams.ReadSegments(session, head.Id, after: 0), cancellation);
        var fold = new JournalFold(head.Id);
        try
        {
            segments.ForEach(fold.Add);
        }
        catch (CodecException)
        {
            _damaged.Add(head.Id);
            return [];
        }

        if (fold.Sequence != head.LastSequence || (fold.View is null && head.IsCreated))
        {
            _damaged.Add(head.Id);
            return [];
        }

        return fold.View is { } view ? [view] : [];
    }

    private static int Correct(SqliteSession session, AuctionView view) => session.Execute(
        """
        update head set
            status = $status, opens_at = $opens, closes_at = $closes, seller = $seller, title = $title,
            currency = $currency, format = $format, price = $price, bid_count = $bids, leader_number = $leader,
            minimum_bid = $minimum, reserve_met = $reserve, buy_it_now = $now, extensions = $extensions
        where auction_id = $id
            and (status, opens_at, closes_at, seller, title, currency, format, price, bid_count, leader_number,
                minimum_bid, reserve_met, buy_it_now, extensions)
                is not ($status, $opens, $closes, $seller, $title, $currency, $format, $price, $bids, $leader,
                $minimum, $reserve, $now, $extensions)
        """,
        [.. HeadRow.ListColumnsOf(view), ("$id", view.Id.ToBytes())]);

    private readonly record struct Head(AuctionId Id, bool IsCreated, long LastSequence);
}
