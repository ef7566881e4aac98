using System.Data.Common;
using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Journal;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.ReadModels;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>The statements behind a bidder's own bids, on one shard's primary.</summary>
internal static class PostgresOwnBids
{
    private const int TailMax = 4_096;

    /// <summary>
    /// A bidder's auctions, last bid first, with the bids that are committed and not taken in yet.
    /// </summary>
    public static async Task<List<OwnBids>> PageAsync(
        NpgsqlConnection session,
        PersonId bidder,
        OwnBidsCursor? after,
        int limit,
        ILogger logger,
        CancellationToken cancellation)
    {
        // One snapshot for all: what is not in the tail is in the table.
        await using var transaction = await session.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, cancellation);
        await using var newest = session.Command(Statement.Tail, Ask.Of(TailMax));
        var tail = await TailAsync(newest, bidder, logger, cancellation);
        var position = after is { } cursor ? Ticks.Of(cursor.LastBidAt) : long.MaxValue;
        await using var command = session.Command(
            Statement.OwnBids,
            Ask.Of(PostgresValues.ToUuid(bidder)),
            Ask.Of(position),
            Ask.Of(after?.Id.Value ?? Guid.Empty),
            Ask.Of(limit),
            Ask.Of(tail.Keys.Select(id => id.Value).ToArray()));
        var rows = (await command.RowsAsync(ReadRow, cancellation)).ToDictionary(row => row.Id);
        foreach (var (id, news) in tail)
        {
            rows[id] = rows.TryGetValue(id, out var row) ? row.Then(news) : news;
        }

        var page = rows.Values
            .Where(row => after is not { } from || row.LastBidAt < from.LastBidAt ||
                (row.LastBidAt == from.LastBidAt && row.Id > from.Id))
            .OrderByDescending(row => row.LastBidAt)
            .ThenBy(row => row.Id)
            .Take(limit)
            .ToList();
        return await ToItemsAsync(session, page, cancellation);
    }

    /// <summary>
    /// The same of one auction. What is committed of it and not taken in yet is read of it alone, so that neither how
    /// much else is nor how old the table is keeps a bid from being seen.
    /// </summary>
    public static async Task<List<OwnBids>> OnAsync(
        NpgsqlConnection session,
        PersonId bidder,
        AuctionId auction,
        ILogger logger,
        CancellationToken cancellation)
    {
        await using var transaction = await session.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, cancellation);
        await using var newest = session.Command(Statement.TailOf, Ask.Of(auction.Value), Ask.Of(TailMax));
        var tail = await TailAsync(newest, bidder, logger, cancellation);
        await using var command = session.Command(
            Statement.OwnBidsOn, Ask.Of(PostgresValues.ToUuid(bidder)), Ask.Of(auction.Value));
        var rows = await command.RowsAsync(ReadRow, cancellation);
        if (tail.TryGetValue(auction, out var news))
        {
            rows = [rows is [var row] ? row.Then(news) : news];
        }

        var items = await ToItemsAsync(session, rows, cancellation);
        return items.Count == rows.Count
            ? items
            : throw new JournalException(JournalFault.Unavailable, $"Auction {auction} moved to another shard.");
    }

    private static OwnBidsRow ReadRow(DbDataReader row) => new(
        row.GetAuctionId(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4), row.GetInstant(5));

    private static async Task<List<OwnBids>> ToItemsAsync(
        NpgsqlConnection session, List<OwnBidsRow> rows, CancellationToken cancellation)
    {
        var views = await ViewsAsync(session, rows, cancellation);
        return [.. rows.Where(row => views.ContainsKey(row.Id)).Select(row => new OwnBids(
            views[row.Id], row.Maximum, row.Bids, row.BidderNumber, row.LastSequence, row.LastBidAt))];
    }

    // As listed; where the list is behind the bidder's own bid, as the journal has it.
    private static async Task<Dictionary<AuctionId, AuctionView>> ViewsAsync(
        NpgsqlConnection session, List<OwnBidsRow> page, CancellationToken cancellation)
    {
        await using var look = session.Command(
            Statement.Views, Ask.Column(page, row => row.Id.Value, NpgsqlDbType.Uuid));
        var views = (await look.RowsAsync(PostgresLists.ReadView, cancellation)).ToDictionary(view => view.Id);
        AuctionId[] behind =
        [
            .. page
                .Where(row => views.TryGetValue(row.Id, out var view) && view.Sequence < row.LastSequence)
                .Select(row => row.Id),
        ];
        if (behind.Length > 0)
        {
            var streams = await StoredStreams.ReadAsync(session, behind, withChunks: false, cancellation);
            foreach (var (id, found) in streams)
            {
                views[id] = AuctionView.Of(StreamFold.StateOf(found.Stream));
            }
        }

        return views;
    }

    private static async Task<Dictionary<AuctionId, OwnBidsRow>> TailAsync(
        NpgsqlCommand command, PersonId bidder, ILogger logger, CancellationToken cancellation)
    {
        var segments = await command.RowsAsync(
            row => (
                Id: row.GetAuctionId(0),
                First: row.GetInt64(1),
                Codec: (int)row.GetInt16(2),
                Payload: row.GetBytes(3)),
            cancellation);
        var tail = new Dictionary<AuctionId, OwnBidsRow>();
        foreach (var (id, first, codec, payload) in segments)
        {
            foreach (var (who, bid) in SegmentBids.Of(id, first, codec, payload, logger))
            {
                if (who == bidder)
                {
                    tail[id] = tail.TryGetValue(id, out var row) ? row.Then(bid) : bid;
                }
            }
        }

        return tail;
    }
}
