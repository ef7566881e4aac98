using Auctions.Core;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.ReadModels;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>What one step took in.</summary>
/// <param name="Last">The last segment; null: there was none.</param>
/// <param name="Segments">How many.</param>
/// <param name="MayBeMore">Whether it stopped at its bound and not at the end.</param>
internal readonly record struct Intake(JournalPosition? Last, int Segments, bool MayBeMore);

/// <summary>
/// Takes segments of the journal into a generation of the bidders' own bids, in the transaction of whoever keeps that
/// generation and also writes down how far it came.
/// </summary>
internal static class OwnBidsIntake
{
    /// <summary>Takes in what follows a position, as far as no older transaction can add to it any more.</summary>
    /// <param name="session">Within a transaction that has locked the position.</param>
    /// <param name="generation">Of which generation.</param>
    /// <param name="after">The last segment taken in before.</param>
    /// <param name="segmentsMax">How many segments.</param>
    /// <param name="logger">Gets what cannot be read.</param>
    /// <param name="cancellation">Not asked for.</param>
    public static async Task<Intake> TakeInAsync(
        NpgsqlConnection session,
        int generation,
        JournalPosition after,
        int segmentsMax,
        ILogger logger,
        CancellationToken cancellation)
    {
        // A statement of its own: it must see what was committed before the position's lock was had.
        await using var read = session.Command(
            Statement.NextSegments,
            Ask.Of(after.Transaction, NpgsqlDbType.Xid8),
            Ask.Of(after.Auction),
            Ask.Of(after.First),
            Ask.Of(segmentsMax));
        var segments = await read.RowsAsync(
            row => new Committed(
                row.GetFieldValue<ulong>(0), row.GetAuctionId(1), row.GetInt64(2), row.GetInt16(3), row.GetBytes(4)),
            cancellation);
        if (segments.Count == 0)
        {
            return default;
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

        await AddAsync(
            session, generation, [.. rows.Select(pair => (pair.Key.Bidder, pair.Value))], cancellation);
        var last = segments[^1];
        return new Intake(
            new JournalPosition(last.Transaction, last.Id.Value, last.First),
            segments.Count,
            segments.Count == segmentsMax);
    }

    private static async Task AddAsync(
        NpgsqlConnection session,
        int generation,
        List<(PersonId Bidder, OwnBidsRow Row)> rows,
        CancellationToken cancellation)
    {
        await using var add = session.Command(
            Statement.AddOwnBids,
            Ask.Of(generation),
            Ask.Column(rows, row => PostgresValues.ToUuid(row.Bidder), NpgsqlDbType.Uuid),
            Ask.Column(rows, row => row.Row.Id.Value, NpgsqlDbType.Uuid),
            Ask.Column(rows, row => row.Row.BidderNumber, NpgsqlDbType.Integer),
            Ask.Column(rows, row => row.Row.Maximum, NpgsqlDbType.Bigint),
            Ask.Column(rows, row => row.Row.Bids, NpgsqlDbType.Integer),
            Ask.Column(rows, row => row.Row.LastSequence, NpgsqlDbType.Bigint),
            Ask.Column(rows, row => Ticks.Of(row.Row.LastBidAt), NpgsqlDbType.Bigint));
        await add.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A segment in the order of transactions.</summary>
    private readonly record struct Committed(
        ulong Transaction, AuctionId Id, long First, int Codec, byte[] Payload);
}
