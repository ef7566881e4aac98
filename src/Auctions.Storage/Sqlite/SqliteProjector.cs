using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.ReadModels;
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
    /// <param name="cancellation">Gives up.</param>
    /// <param name="taken">Told how many segments each step took in; null: nobody.</param>
    /// <exception cref="JournalException">The shard or the read models cannot be used now.</exception>
    public async Task CatchUpAsync(CancellationToken cancellation, Action<int>? taken = null)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            int segments;
            do
            {
                segments = await StepAsync(cancellation);
                taken?.Invoke(segments);
            }
            while (segments == SegmentsMax);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Takes nothing in until <see cref="GoOn"/>.</summary>
    public Task StopAsync(CancellationToken cancellation) => _one.WaitAsync(cancellation);

    /// <summary>Goes on from the checkpoint that is stored by now.</summary>
    public void GoOn()
    {
        _position = null;
        _one.Release();
    }

    public void Dispose() => _one.Dispose();

    // How many segments it took in.
    private async Task<int> StepAsync(CancellationToken cancellation)
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
            return 0;
        }

        try
        {
            _position = await target.InTransactionAsync(
                session =>
                {
                    foreach (var (_, id, first, codec, payload) in rows)
                    {
                        foreach (var (bidder, bid) in SegmentBids.Of(id, first, codec, payload, logger))
                        {
                            Add(session, bidder, bid);
                        }
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

        return rows.Count;
    }

    private static void Add(SqliteSession session, PersonId bidder, OwnBidsRow row) =>
        session.Execute(
            """
            insert into own_bids (bidder, auction_id, bidder_number, maximum, bids, last_sequence, last_bid_at)
            values ($bidder, $id, $number, $amount, 1, $sequence, $at)
            on conflict do update set
                maximum = max(maximum, $amount), bids = bids + 1, last_sequence = $sequence, last_bid_at = $at
            where last_sequence < $sequence
            """,
            ("$bidder", SqliteValues.ToBlob(bidder)),
            ("$id", row.Id.ToBytes()),
            ("$number", row.BidderNumber),
            ("$amount", row.Maximum),
            ("$sequence", row.LastSequence),
            ("$at", Ticks.Of(row.LastBidAt)));

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
