using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage.Sqlite;

/// <summary>
/// Follows one shard's journal in the order of its commits and keeps the bidders' own bids. What it adds and how far it
/// came are one transaction, so every bid counts exactly once.
/// </summary>
internal sealed class SqliteProjector(int shard, SqliteShard source, SqliteWriter target, ILogger logger) : IDisposable
{
    private const int SegmentsMax = 256;

    private readonly SemaphoreSlim _one = new(1);
    private long? _position;

    /// <summary>Takes in everything committed so far.</summary>
    /// <exception cref="JournalException">The shard or the read models cannot be used now.</exception>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            while (await StepAsync(cancellation))
            {
                // There may be more.
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<bool> StepAsync(CancellationToken cancellation)
    {
        _position ??= await target.InTransactionAsync(ReadCheckpoint, cancellation);
        var after = _position.Value;
        var rows = await source.ListReaders.ReadAsync(
            session => session.Query(
                """
                select position, auction_id, first_sequence, codec_version, payload from segment
                where position > $after order by position limit $limit
                """,
                row => (
                    Position: row.GetInt64(0),
                    Id: row.GetAuctionId(1),
                    First: row.GetInt64(2),
                    Codec: row.GetInt32(3),
                    Payload: row.GetBlob(4)),
                ("$after", after),
                ("$limit", SegmentsMax)),
            cancellation);
        if (rows.Count == 0)
        {
            return false;
        }

        try
        {
            _position = await target.InTransactionAsync(
                session =>
                {
                    foreach (var (_, id, first, codec, payload) in rows)
                    {
                        Project(session, id, first, Decode(id, codec, payload));
                    }

                    SaveCheckpoint(session, rows[^1].Position);
                    return rows[^1].Position;
                },
                cancellation);
        }
        catch
        {
            // Whether it happened or not, the stored checkpoint knows.
            _position = null;
            throw;
        }

        return rows.Count == SegmentsMax;
    }

    // A damaged segment must not keep everybody else's bids from being seen; `verify` names it, opening it refuses.
    private IReadOnlyList<AuctionEvent> Decode(AuctionId id, int codec, byte[] payload)
    {
        try
        {
            return EventCodec.Decode(codec, payload);
        }
        catch (CodecException damaged)
        {
            Log.SegmentLeftOut(logger, id, damaged);
            return [];
        }
    }

    private static void Project(SqliteSession session, AuctionId id, long first, IReadOnlyList<AuctionEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            switch (events[i])
            {
                case BidPlaced bid:
                    Add(session, id, first + i, bid.Bidder, bid.BidderNumber, bid.Amount, bid.At);
                    break;
                case LotBoughtNow bought:
                    Add(session, id, first + i, bought.Bidder, bought.BidderNumber, bought.Price, bought.At);
                    break;
            }
        }
    }

    private static void Add(
        SqliteSession session,
        AuctionId id,
        long sequence,
        PersonId bidder,
        int number,
        long amount,
        DateTimeOffset at) =>
        session.Execute(
            """
            insert into own_bids (bidder, auction_id, bidder_number, maximum, bids, last_sequence, last_bid_at)
            values ($bidder, $id, $number, $amount, 1, $sequence, $at)
            on conflict do update set
                maximum = max(maximum, $amount), bids = bids + 1, last_sequence = $sequence, last_bid_at = $at
            where last_sequence < $sequence
            """,
            ("$bidder", SqliteValues.ToBlob(bidder)),
            ("$id", id.ToBytes()),
            ("$number", number),
            ("$amount", amount),
            ("$sequence", sequence),
            ("$at", SqliteValues.ToTicks(at)));

    private long ReadCheckpoint(SqliteSession session)
    {
        var rows = session.Query(
            "select position from checkpoint where shard = $shard", row => row.GetInt64(0), ("$shard", shard));
        return rows.Count > 0 ? rows[0] : 0;
    }

    private void SaveCheckpoint(SqliteSession session, long position) => session.Execute(
        "insert or replace into checkpoint (shard, position) values ($shard, $position)",
        ("$shard", shard),
        ("$position", position));
}
