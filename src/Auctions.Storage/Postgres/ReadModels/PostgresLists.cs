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

/// <summary>The statements behind lists, on one shard.</summary>
internal static class PostgresLists
{
    private const int SegmentsAtOnce = 4;
    private const int TailMax = 4_096;

    /// <summary>Auctions in the order of (end, id); <paramref name="sellers"/> null: all sellers'.</summary>
    public static async Task<List<AuctionView>> ListAsync(
        NpgsqlConnection session, AuctionQuery query, Guid[]? sellers, CancellationToken cancellation)
    {
        var now = Ticks.Of(query.Now);
        var only = Filter.Of(query.Status, now);
        await using var command = session.Command(
            Statement.ListAuctions,
            Ask.OfNullable((short?)only.Status, NpgsqlDbType.Smallint),
            Ask.OfNullable(only.OpensAfter, NpgsqlDbType.Bigint),
            Ask.OfNullable(only.OpensNoLater, NpgsqlDbType.Bigint),
            Ask.OfNullable(only.EndsAfter, NpgsqlDbType.Bigint),
            Ask.OfNullable(only.EndsNoLater, NpgsqlDbType.Bigint),
            Ask.OfNullable(sellers, NpgsqlDbType.Array | NpgsqlDbType.Uuid),
            Ask.Of(query.After is { } after ? Ticks.Of(after.ClosesAt) : long.MinValue),
            Ask.Of(query.After?.Id.Value ?? Guid.Empty),
            Ask.Of(query.Limit));
        return await command.RowsAsync(ReadView, cancellation);
    }

    /// <summary>Accepted bids with a sequence below a bound, newest first.</summary>
    /// <exception cref="CodecException">A segment is damaged.</exception>
    public static async Task<List<HistoryEntry>> HistoryAsync(
        NpgsqlConnection session, AuctionId id, long before, int limit, CancellationToken cancellation)
    {
        var entries = new List<HistoryEntry>();
        while (entries.Count < limit)
        {
            await using var command = session.Command(
                Statement.History, Ask.Of(id.Value), Ask.Of(before), Ask.Of(SegmentsAtOnce));
            var segments = await command.RowsAsync(
                row => (First: row.GetInt64(0), Codec: (int)row.GetInt16(1), Payload: row.GetBytes(2)), cancellation);
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

    /// <summary>
    /// A bidder's auctions, last bid first, with the bids that are committed and not taken in yet.
    /// </summary>
    public static async Task<List<OwnBids>> OwnBidsAsync(
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
        var tail = await TailAsync(session, bidder, logger, cancellation);
        var position = after is { } cursor ? Ticks.Of(cursor.LastBidAt) : long.MaxValue;
        await using var command = session.Command(
            Statement.OwnBids,
            Ask.Of(PostgresValues.ToUuid(bidder)),
            Ask.Of(position),
            Ask.Of(after?.Id.Value ?? Guid.Empty),
            Ask.Of(limit),
            Ask.Of(tail.Keys.Select(id => id.Value).ToArray()));
        var rows = (await command.RowsAsync(
            row => new OwnBidsRow(
                row.GetAuctionId(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4),
                row.GetInstant(5)),
            cancellation)).ToDictionary(row => row.Id);
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
        var views = await ViewsAsync(session, page, cancellation);
        return [.. page.Where(row => views.ContainsKey(row.Id)).Select(row => new OwnBids(
            views[row.Id], row.Maximum, row.Bids, row.BidderNumber, row.LastSequence, row.LastBidAt))];
    }

    public static async Task<List<KeyValuePair<PersonId, string>>> NamesAsync(
        NpgsqlConnection session, IEnumerable<PersonId> people, CancellationToken cancellation)
    {
        await using var command = session.Command(
            Statement.Names, Ask.Of(people.Select(PostgresValues.ToUuid).ToArray()));
        return await command.RowsAsync(
            row => KeyValuePair.Create(row.GetPersonId(0), row.GetString(1)), cancellation);
    }

    /// <summary>People of a public name whose slot is on this shard.</summary>
    public static async Task<List<Guid>> PeopleNamedAsync(
        NpgsqlConnection session, string name, CancellationToken cancellation)
    {
        await using var command = session.Command(Statement.PeopleNamed, Ask.Of(name));
        return await command.RowsAsync(row => row.GetGuid(0), cancellation);
    }

    /// <summary>Reads the list columns of a created auction's row.</summary>
    public static AuctionView ReadView(DbDataReader row) => new(
        row.GetAuctionId(0),
        row.GetInt64(1),
        row.GetPersonId(2),
        row.GetString(3),
        row.GetString(4),
        (AuctionFormat)row.GetInt16(5),
        (AuctionStatus)row.GetInt16(6),
        row.GetNullableInt64(7),
        row.GetInt32(8),
        row.GetNullableInt32(9),
        row.GetNullableInt64(10),
        row.GetBoolean(11),
        row.GetNullableInt64(12),
        row.GetInstant(13),
        row.GetInstant(14),
        row.GetInt32(15));

    // As listed; where the list is behind the bidder's own bid, as the journal has it.
    private static async Task<Dictionary<AuctionId, AuctionView>> ViewsAsync(
        NpgsqlConnection session, List<OwnBidsRow> page, CancellationToken cancellation)
    {
        await using var look = session.Command(
            Statement.Views, Ask.Column(page, row => row.Id.Value, NpgsqlDbType.Uuid));
        var views = (await look.RowsAsync(ReadView, cancellation)).ToDictionary(view => view.Id);
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
        NpgsqlConnection session, PersonId bidder, ILogger logger, CancellationToken cancellation)
    {
        await using var command = session.Command(Statement.Tail, Ask.Of(TailMax));
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

    // Null: whatever.
    private readonly record struct Filter(
        AuctionStatus? Status, long? OpensAfter, long? OpensNoLater, long? EndsAfter, long? EndsNoLater)
    {
        public static Filter Of(ListedStatus? status, long now) => status is { } listed ? Of(listed, now) : default;

        private static Filter Of(ListedStatus status, long now) => status switch
        {
            ListedStatus.Upcoming => new Filter(AuctionStatus.Open, now, null, null, null),
            ListedStatus.Open => new Filter(AuctionStatus.Open, null, now, now, null),
            ListedStatus.Closing => new Filter(AuctionStatus.Open, null, null, null, now),
            ListedStatus.Paused => new Filter(AuctionStatus.Paused, null, null, null, null),
            ListedStatus.Sold => new Filter(AuctionStatus.Sold, null, null, null, null),
            ListedStatus.Unsold => new Filter(AuctionStatus.Unsold, null, null, null, null),
            ListedStatus.Cancelled => new Filter(AuctionStatus.Cancelled, null, null, null, null),
        };
    }
}
