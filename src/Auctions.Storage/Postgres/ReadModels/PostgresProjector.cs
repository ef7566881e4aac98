using Auctions.Core;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.ReadModels;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>
/// Follows one shard's journal in the order of its transactions and keeps the bidders' own bids. What it adds and how
/// far it came are one transaction under the checkpoint's lock, so every bid counts exactly once, however many
/// processes do this.
/// </summary>
internal sealed class PostgresProjector(PostgresShard shard, ILogger logger)
{
    private const int SegmentsMax = 256;

    // No writing transaction may last over a second: it would hold back what others may take in.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Takes in what is committed, in steps.</summary>
    /// <exception cref="Engine.Ports.JournalException">The shard cannot be used now.</exception>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        while (await shard.Projecting.AskAsync(Patience, StepAsync, cancellation))
        {
            // There may be more.
        }
    }

    private async Task<bool> StepAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellation);
        await using var locked = session.Command(Statement.LockCheckpoint);
        var from = (await locked.RowsAsync(
            row => (row.GetFieldValue<ulong>(0), row.GetGuid(1), row.GetInt64(2)), cancellation))[0];

        // A statement of its own: it must see what was committed before the lock was had.
        await using var read = session.Command(
            Statement.NextSegments,
            Ask.Of(from.Item1, NpgsqlDbType.Xid8),
            Ask.Of(from.Item2),
            Ask.Of(from.Item3),
            Ask.Of(SegmentsMax));
        var segments = await read.RowsAsync(
            row => (
                Transaction: row.GetFieldValue<ulong>(0),
                Id: row.GetAuctionId(1),
                First: row.GetInt64(2),
                Codec: (int)row.GetInt16(3),
                Payload: row.GetBytes(4)),
            cancellation);
        if (segments.Count == 0)
        {
            return false;
        }

        var rows = new Dictionary<(PersonId Bidder, AuctionId Id), OwnBidsRow>();
        foreach (var segment in segments)
        {
            var bids = SegmentBids.Of(segment.Id, segment.First, segment.Codec, segment.Payload, logger);
            foreach (var (bidder, bid) in bids)
            {
                rows[(bidder, bid.Id)] = rows.TryGetValue((bidder, bid.Id), out var row) ? row.Then(bid) : bid;
            }
        }

        await AddAsync(session, [.. rows.Select(pair => (pair.Key.Bidder, pair.Value))], cancellation);
        var last = segments[^1];
        await using var advance = session.Command(
            Statement.Advance,
            Ask.Of(last.Transaction, NpgsqlDbType.Xid8),
            Ask.Of(last.Id.Value),
            Ask.Of(last.First));
        await advance.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return segments.Count == SegmentsMax;
    }

    private static async Task AddAsync(
        NpgsqlConnection session, List<(PersonId Bidder, OwnBidsRow Row)> rows, CancellationToken cancellation)
    {
        await using var add = session.Command(
            Statement.AddOwnBids,
            Ask.Column(rows, row => PostgresValues.ToUuid(row.Bidder), NpgsqlDbType.Uuid),
            Ask.Column(rows, row => row.Row.Id.Value, NpgsqlDbType.Uuid),
            Ask.Column(rows, row => row.Row.BidderNumber, NpgsqlDbType.Integer),
            Ask.Column(rows, row => row.Row.Maximum, NpgsqlDbType.Bigint),
            Ask.Column(rows, row => row.Row.Bids, NpgsqlDbType.Integer),
            Ask.Column(rows, row => row.Row.LastSequence, NpgsqlDbType.Bigint),
            Ask.Column(rows, row => Ticks.Of(row.Row.LastBidAt), NpgsqlDbType.Bigint));
        await add.ExecuteNonQueryAsync(cancellation);
    }
}
