using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Npgsql;
using NpgsqlTypes;
using static Auctions.Storage.Postgres.PostgresValues;

namespace Auctions.Storage.Postgres.Journal;

/// <summary>The statement that writes one batch, with a column of values per parameter.</summary>
internal static class AppendCommand
{
    /// <summary>The statement.</summary>
    /// <param name="connection">The shard.</param>
    /// <param name="segments">What to write.</param>
    /// <param name="listed">Positions of those that take the list columns along.</param>
    public static NpgsqlCommand Make(
        NpgsqlConnection connection, IReadOnlyList<Segment> segments, IReadOnlyList<int> listed)
    {
        NpgsqlParameter Segments<T>(Func<Segment, T> of, NpgsqlDbType type) => Ask.Column(segments, of, type);
        NpgsqlParameter Listed<T>(Func<Core.AuctionView, T> of, NpgsqlDbType type) =>
            Ask.Column(listed, position => of(segments[position].View), type);
        return connection.Command(
            Statement.Append,
            Segments(segment => segment.Claim.Id.Value, NpgsqlDbType.Uuid),
            Segments(segment => segment.Claim.Activation, NpgsqlDbType.Uuid),
            Segments(segment => segment.Claim.Epoch, NpgsqlDbType.Bigint),
            Segments(segment => segment.FirstSequence, NpgsqlDbType.Bigint),
            Segments(segment => segment.LastSequence, NpgsqlDbType.Bigint),
            Segments(segment => (short)segment.CodecVersion, NpgsqlDbType.Smallint),
            Segments(segment => segment.PreviousHash, NpgsqlDbType.Bytea),
            Segments(segment => segment.Payload, NpgsqlDbType.Bytea),
            Segments(segment => segment.NotBefore is { } time ? Ticks.Of(time) : (long?)null, NpgsqlDbType.Bigint),
            Ask.Column(listed, position => position + 1L, NpgsqlDbType.Bigint),
            Listed(view => (short)view.Status, NpgsqlDbType.Smallint),
            Listed(view => Ticks.Of(view.OpensAt), NpgsqlDbType.Bigint),
            Listed(view => Ticks.Of(view.ClosesAt), NpgsqlDbType.Bigint),
            Listed(view => ToUuid(view.Seller), NpgsqlDbType.Uuid),
            Listed(view => view.Title, NpgsqlDbType.Text),
            Listed(view => view.Currency, NpgsqlDbType.Text),
            Listed(view => (short)view.Format, NpgsqlDbType.Smallint),
            Listed(view => view.Price, NpgsqlDbType.Bigint),
            Listed(view => view.BidCount, NpgsqlDbType.Integer),
            Listed(view => view.LeaderNumber, NpgsqlDbType.Integer),
            Listed(view => view.MinimumBid, NpgsqlDbType.Bigint),
            Listed(view => view.ReserveMet, NpgsqlDbType.Boolean),
            Listed(view => view.BuyItNow, NpgsqlDbType.Bigint),
            Listed(view => view.Extensions, NpgsqlDbType.Integer));
    }

    /// <summary>The statement that brings the list columns of auctions up to their newest segments.</summary>
    public static NpgsqlCommand List(NpgsqlConnection connection, IReadOnlyList<Segment> newest)
    {
        NpgsqlParameter Column<T>(Func<Segment, T> of, NpgsqlDbType type) => Ask.Column(newest, of, type);
        return connection.Command(
            Statement.List,
            Column(segment => segment.Claim.Id.Value, NpgsqlDbType.Uuid),
            Column(segment => segment.LastSequence, NpgsqlDbType.Bigint),
            Column(segment => segment.View.Price, NpgsqlDbType.Bigint),
            Column(segment => segment.View.BidCount, NpgsqlDbType.Integer),
            Column(segment => segment.View.LeaderNumber, NpgsqlDbType.Integer),
            Column(segment => segment.View.MinimumBid, NpgsqlDbType.Bigint),
            Column(segment => segment.View.ReserveMet, NpgsqlDbType.Boolean),
            Column(segment => segment.View.BuyItNow, NpgsqlDbType.Bigint),
            Column(segment => segment.View.Extensions, NpgsqlDbType.Integer));
    }
}
