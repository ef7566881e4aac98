using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Storage.ReadModels;
using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Sqlite;

/// <summary>The statements behind lists.</summary>
internal static class SqliteLists
{
    private const string OwnBidsColumns = "auction_id, maximum, bids, bidder_number, last_sequence, last_bid_at";

    /// <summary>One shard's auctions in the order of (end, id).</summary>
    /// <param name="session">The shard.</param>
    /// <param name="query">What to list.</param>
    /// <param name="seller">Only this seller's; null: all.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    public static ShardList List(
        SqliteSession session, AuctionQuery query, PersonId? seller, CancellationToken cancellation)
    {
        var (condition, status) = Filter(query.Status);
        var bySeller = seller is null ? "" : "and seller = $seller";
        var looksMax = query.Search?.LooksMax ?? query.Limit;
        using var rows = session.Read(
            $"""
            select {HeadRow.ViewColumns} from head
            where {condition} {bySeller} and (closes_at, auction_id) > ($end, $id)
            order by closes_at, auction_id limit $limit
            """,
            ("$end", query.After is { } after ? Ticks.Of(after.ClosesAt) : long.MinValue),
            ("$id", (query.After?.Id ?? default).ToBytes()),
            ("$limit", looksMax),
            ("$now", Ticks.Of(query.Now)),
            ("$status", (int)status),
            ("$seller", SqliteValues.ToBlob(seller ?? PersonId.None)));
        var items = new List<AuctionView>();
        DueAuction? lookedTo = null;
        for (var looks = 1; items.Count < query.Limit && rows.Read(); looks++)
        {
            // SQLite ignores the case of ASCII alone, so titles are looked at here.
            cancellation.ThrowIfCancellationRequested();
            if (query.Search is not { } search || search.Finds(HeadRow.ReadTitle(rows)))
            {
                items.Add(HeadRow.ReadView(rows));
            }

            if (looks == looksMax)
            {
                lookedTo = HeadRow.ReadPlace(rows);
            }
        }

        return new ShardList(items, lookedTo);
    }

    /// <summary>Accepted bids with a sequence below a bound, newest first.</summary>
    /// <exception cref="CodecException">A segment is damaged.</exception>
    public static List<HistoryEntry> History(SqliteSession session, AuctionId id, long before, int limit)
    {
        var entries = new List<HistoryEntry>();
        while (entries.Count < limit)
        {
            var segments = session.Query(
                """
                select first_sequence, codec_version, payload from segment
                where auction_id = $id and first_sequence < $before order by first_sequence desc limit 4
                """,
                row => (First: row.GetInt64(0), Codec: row.GetInt32(1), Payload: row.GetBlob(2)),
                ("$id", id.ToBytes()),
                ("$before", before));
            if (segments.Count == 0)
            {
                break;
            }

            foreach (var (first, codec, payload) in segments)
            {
                HistoryEntries.AddTo(entries, first, EventCodec.Decode(codec, payload), before, limit);
            }

            before = segments[^1].First;
        }

        return entries;
    }

    /// <summary>Sequence of an auction's last event; 0 if there is none.</summary>
    public static long StreamEnd(SqliteSession session, AuctionId id) => session.Query(
        "select last_sequence from segment where auction_id = $id order by first_sequence desc limit 1",
        row => row.GetInt64(0),
        ("$id", id.ToBytes())).SingleOrDefault();

    public static List<OwnBidsRow> OwnBids(SqliteSession session, PersonId bidder, OwnBidsCursor? after, int limit) =>
        session.Query(
            $"""
            select {OwnBidsColumns} from own_bids
            where bidder = $bidder and (last_bid_at < $at or (last_bid_at = $at and auction_id > $id))
            order by last_bid_at desc, auction_id limit $limit
            """,
            ReadOwnBids,
            ("$bidder", SqliteValues.ToBlob(bidder)),
            ("$at", after is { } position ? Ticks.Of(position.LastBidAt) : long.MaxValue),
            ("$id", (after?.Id ?? default).ToBytes()),
            ("$limit", limit));

    public static List<OwnBidsRow> OwnBidsOn(SqliteSession session, PersonId bidder, AuctionId auction) =>
        session.Query(
            $"select {OwnBidsColumns} from own_bids where bidder = $bidder and auction_id = $id",
            ReadOwnBids,
            ("$bidder", SqliteValues.ToBlob(bidder)),
            ("$id", auction.ToBytes()));

    public static List<AuctionView> View(SqliteSession session, AuctionId id) => session.Query(
        $"select {HeadRow.ViewColumns} from head where auction_id = $id and status <> 0",
        HeadRow.ReadView,
        ("$id", id.ToBytes()));

    public static List<KeyValuePair<PersonId, string>> Name(SqliteSession session, PersonId person) => session.Query(
        "select name from person where person_id = $id",
        row => KeyValuePair.Create(person, row.GetString(0)),
        ("$id", SqliteValues.ToBlob(person)));

    /// <summary>People of a public name whose slot is on this shard; names are not unique.</summary>
    public static List<PersonId> PeopleNamed(SqliteSession session, string name) => session.Query(
        "select person_id from person where name = $name limit 64", row => row.GetPersonId(0), ("$name", name));

    private static OwnBidsRow ReadOwnBids(SqliteDataReader row) => new(
        row.GetAuctionId(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4), row.GetInstant(5));

    // "status <> 0" names the partial indices; a row of status 0 is an auction whose creation was cut short.
    private static (string Condition, AuctionStatus Status) Filter(ListedStatus? status) =>
        status is { } listed ? Filter(listed) : ("status <> 0", AuctionStatus.Open);

    private static (string Condition, AuctionStatus Status) Filter(ListedStatus status) => status switch
    {
        ListedStatus.Upcoming => ("status <> 0 and status = $status and opens_at > $now", AuctionStatus.Open),
        ListedStatus.Open => (
            "status <> 0 and status = $status and opens_at <= $now and closes_at > $now", AuctionStatus.Open),
        ListedStatus.Closing => ("status <> 0 and status = $status and closes_at <= $now", AuctionStatus.Open),
        ListedStatus.Paused => ("status <> 0 and status = $status", AuctionStatus.Paused),
        ListedStatus.Sold => ("status <> 0 and status = $status", AuctionStatus.Sold),
        ListedStatus.Unsold => ("status <> 0 and status = $status", AuctionStatus.Unsold),
        ListedStatus.Cancelled => ("status <> 0 and status = $status", AuctionStatus.Cancelled),
    };
}
