using System.Data.Common;
using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.ReadModels;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>The statements behind lists, on one shard.</summary>
internal static class PostgresLists
{
    private const int SegmentsAtOnce = 4;

    /// <summary>Auctions in the order of (end, id); <paramref name="sellers"/> null: all sellers'.</summary>
    public static async Task<ShardList> ListAsync(
        NpgsqlConnection session, AuctionQuery query, Guid[]? sellers, CancellationToken cancellation)
    {
        var now = Ticks.Of(query.Now);
        var only = Filter.Of(query.Status, now);
        var search = query.Search;
        await using var command = session.Command(
            search is null ? Statement.ListAuctions : Statement.SearchAuctions,
            Ask.OfNullable((short?)only.Status, NpgsqlDbType.Smallint),
            Ask.OfNullable(only.OpensAfter, NpgsqlDbType.Bigint),
            Ask.OfNullable(only.OpensNoLater, NpgsqlDbType.Bigint),
            Ask.OfNullable(only.EndsAfter, NpgsqlDbType.Bigint),
            Ask.OfNullable(only.EndsNoLater, NpgsqlDbType.Bigint),
            Ask.OfNullable(sellers, NpgsqlDbType.Array | NpgsqlDbType.Uuid),
            Ask.Of(query.After is { } after ? Ticks.Of(after.ClosesAt) : long.MinValue),
            Ask.Of(query.After?.Id.Value ?? Guid.Empty),
            Ask.Of(query.Limit));
        if (search is null)
        {
            var items = await command.RowsAsync(ReadView, cancellation);
            return new ShardList(items, null, await DeparturesAsync(session, cancellation));
        }

        command.Parameters.Add(Ask.Of((long)search.LooksMax));
        command.Parameters.Add(Ask.Of(search.Words.Select(TitlePattern.Of).ToArray()));
        var looks = await command.RowsAsync(
            row => (View: ReadView(row), IsLast: row.GetBoolean(16), IsFound: row.GetBoolean(17)), cancellation);
        return new ShardList(
            [.. looks.Where(look => look.IsFound).Select(look => look.View)],
            looks is [.., { IsLast: true, View: var last }] ? new DueAuction(last.ClosesAt, last.Id) : null,
            await DeparturesAsync(session, cancellation));
    }

    /// <summary>
    /// Accepted bids with a sequence below a bound, newest first; null: the auction moved to another shard, or has not
    /// come here yet.
    /// </summary>
    /// <param name="session">The shard.</param>
    /// <param name="id">The auction.</param>
    /// <param name="isPinned">Whether it lives here by a pin, and so may be about to come.</param>
    /// <param name="before">The bound.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CodecException">A segment is damaged.</exception>
    public static async Task<List<HistoryEntry>?> HistoryAsync(
        NpgsqlConnection session,
        AuctionId id,
        bool isPinned,
        long before,
        int limit,
        CancellationToken cancellation)
    {
        var entries = new List<HistoryEntry>();
        while (entries.Count < limit)
        {
            await using var command = session.Command(
                Statement.History, Ask.Of(id.Value), Ask.Of(before), Ask.Of(SegmentsAtOnce));
            var segments = await command.RowsAsync(
                row => (First: row.GetInt64(0), Codec: (int)row.GetInt16(1), Payload: row.GetBytes(2)), cancellation);
            if (segments is [.., (First: 0, Codec: var hasRow, _)])
            {
                if (isPinned || hasRow == 1)
                {
                    return null;
                }

                segments.RemoveAt(segments.Count - 1);
            }

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
        // No text of PostgreSQL has such a character.
        if (name.Contains('\0'))
        {
            return [];
        }

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

    private static async Task<long> DeparturesAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var departures = session.Command(Statement.Departures);
        return await departures.ValueAsync<long>(cancellation);
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
