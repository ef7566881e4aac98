using Auctions.Core;
using Auctions.Storage.Postgres.Connections;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.ReadModels.Rebuild;

/// <summary>The list columns of head rows, a column of values per parameter, the auctions' ids first.</summary>
internal static class ListedColumns
{
    public static NpgsqlParameter[] Of(IReadOnlyList<AuctionView> views)
    {
        NpgsqlParameter Column<T>(Func<AuctionView, T> of, NpgsqlDbType type) => Ask.Column(views, of, type);
        return
        [
            Column(view => view.Id.Value, NpgsqlDbType.Uuid),
            Column(view => view.Sequence, NpgsqlDbType.Bigint),
            Column(view => PostgresValues.ToUuid(view.Seller), NpgsqlDbType.Uuid),
            Column(view => view.Title, NpgsqlDbType.Text),
            Column(view => view.Currency, NpgsqlDbType.Text),
            Column(view => (short)view.Format, NpgsqlDbType.Smallint),
            Column(view => (short)view.Status, NpgsqlDbType.Smallint),
            Column(view => view.Price, NpgsqlDbType.Bigint),
            Column(view => view.BidCount, NpgsqlDbType.Integer),
            Column(view => view.LeaderNumber, NpgsqlDbType.Integer),
            Column(view => view.MinimumBid, NpgsqlDbType.Bigint),
            Column(view => view.ReserveMet, NpgsqlDbType.Boolean),
            Column(view => view.BuyItNow, NpgsqlDbType.Bigint),
            Column(view => Ticks.Of(view.OpensAt), NpgsqlDbType.Bigint),
            Column(view => Ticks.Of(view.ClosesAt), NpgsqlDbType.Bigint),
            Column(view => view.Extensions, NpgsqlDbType.Integer),
        ];
    }
}
