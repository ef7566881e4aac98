using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Sqlite;

/// <summary>The statements on one auction's stream.</summary>
internal static class SqliteStreams
{
    /// <summary>Snapshot, chunks and the segments after the snapshot; null if there is no such stream.</summary>
    public static StoredStream? Read(SqliteSession session, AuctionId id, bool withChunks)
    {
        var key = id.ToBytes();
        if (session.Query("select 1 from head where auction_id = $id", row => 0, ("$id", key)).Count == 0)
        {
            return null;
        }

        var snapshot = session.Query(
            "select sequence, codec_version, chain_hash, payload from snapshot where auction_id = $id",
            row => new StoredSnapshot(id, row.GetInt64(0), row.GetInt32(1), row.GetBlob(2), row.GetBlob(3)),
            ("$id", key)).FirstOrDefault();
        var chunks = !withChunks || snapshot is null
            ? []
            : session.Query(
                """
                select last_sequence, codec_version, payload from key_chunk
                where auction_id = $id order by last_sequence
                """,
                row => new StoredChunk(row.GetInt64(0), row.GetInt32(1), row.GetBlob(2)),
                ("$id", key));
        return new StoredStream(id, snapshot, chunks, ReadSegments(session, id, snapshot?.Sequence ?? 0));
    }

    /// <summary>The segments after a sequence, in order.</summary>
    public static List<StoredSegment> ReadSegments(SqliteSession session, AuctionId id, long after) => session.Query(
        """
        select first_sequence, last_sequence, epoch, codec_version, previous_hash, payload from segment
        where auction_id = $id and first_sequence > $after order by first_sequence
        """,
        row => new StoredSegment(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), row.GetBlob(4), row.GetBlob(5)),
        ("$id", id.ToBytes()),
        ("$after", after));

    /// <summary>The fence and the continuity of the stream in one statement: false if either does not hold.</summary>
    public static bool TryAdvanceHead(SqliteSession session, Segment segment) =>
        session.Execute(
            """
            update head set
                last_sequence = $last, status = $status, opens_at = $opens, closes_at = $closes, seller = $seller,
                title = $title, currency = $currency, format = $format, price = $price, bid_count = $bids,
                leader_number = $leader, minimum_bid = $minimum, reserve_met = $reserve, buy_it_now = $now,
                extensions = $extensions
            where auction_id = $id and owner = $owner and epoch = $epoch and last_sequence = $first - 1
            """,
            [
                .. HeadRow.ListColumnsOf(segment.View),
                ("$last", segment.LastSequence),
                ("$id", segment.Claim.Id.ToBytes()),
                ("$owner", SqliteValues.ToBlob(segment.Claim.Activation)),
                ("$epoch", segment.Claim.Epoch),
                ("$first", segment.FirstSequence),
            ]) == 1;

    public static AppendStatus Insert(SqliteSession session, Segment segment, DateTimeOffset now)
    {
        session.Execute(
            """
            insert into segment
                (auction_id, first_sequence, last_sequence, epoch, written_at, codec_version, previous_hash, payload)
            values ($id, $first, $last, $epoch, $at, $codec, $hash, $payload)
            """,
            ("$id", segment.Claim.Id.ToBytes()),
            ("$first", segment.FirstSequence),
            ("$last", segment.LastSequence),
            ("$epoch", segment.Claim.Epoch),
            ("$at", Ticks.Of(now)),
            ("$codec", segment.CodecVersion),
            ("$hash", segment.PreviousHash.ToArray()),
            ("$payload", segment.Payload.ToArray()));
        return AppendStatus.Written;
    }

    /// <summary>Why a segment found no head row to advance.</summary>
    public static AppendStatus WhyNot(SqliteSession session, StreamClaim claim)
    {
        var owns = session.Query(
            "select 1 from head where auction_id = $id and owner = $owner and epoch = $epoch",
            row => 0,
            ("$id", claim.Id.ToBytes()),
            ("$owner", SqliteValues.ToBlob(claim.Activation)),
            ("$epoch", claim.Epoch)).Count > 0;
        return owns ? AppendStatus.Broken : AppendStatus.Fenced;
    }
}
