using Auctions.Core;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.ReadModels;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>What the read models' tables of a shard hold, as superuser.</summary>
internal static class Tables
{
    /// <summary>Own bids of the generation that is read, column by column and in order.</summary>
    public static Task<string> OwnBidsAsync(string shard) => Servers.ReadAsync<string>(
        shard,
        """
        select coalesce(string_agg((bidder, auction_id, bidder_number, maximum, bids, last_sequence, last_bid_at)::text,
            E'\n' order by bidder, auction_id), '')
        from auctions.own_bids where generation = (select generation from auctions.checkpoint)
        """);

    /// <summary>The same rows as they should be.</summary>
    public static string OwnBids(Lots lots) => string.Join('\n', lots.OwnBids()
        .Select(pair => (Bidder: PostgresValues.ToUuid(pair.Bidder), pair.Row))
        .OrderBy(pair => $"{pair.Bidder}{pair.Row.Id}", StringComparer.Ordinal)
        .Select(pair =>
            $"({pair.Bidder},{pair.Row.Id.Value},{pair.Row.BidderNumber},{pair.Row.Maximum},{pair.Row.Bids}," +
            $"{pair.Row.LastSequence},{Storage.Ticks.Of(pair.Row.LastBidAt)})"));

    /// <summary>Head rows whole, but for their owners, in order.</summary>
    public static Task<string> HeadsAsync(string shard) => Servers.ReadAsync<string>(
        shard,
        """
        select coalesce(string_agg((auction_id, epoch, listed_sequence, status, opens_at, closes_at, seller, title,
            currency, format, price, bid_count, leader_number, minimum_bid, reserve_met, buy_it_now, extensions)::text,
            E'\n' order by auction_id), '')
        from auctions.head
        """);

    /// <summary>Auctions as listed, in the order of ids.</summary>
    public static async Task<List<AuctionView>> ListedAsync(string shard)
    {
        await using var session = new NpgsqlConnection($"{shard};Pooling=false");
        await session.OpenAsync();
        await using var command = session.Command(
            """
            select auction_id, listed_sequence, seller, title, currency, format, status, price, bid_count,
                leader_number, minimum_bid, reserve_met, buy_it_now, opens_at, closes_at, extensions
            from auctions.head where status <> 0 order by auction_id
            """);
        return await command.RowsAsync(PostgresLists.ReadView, default);
    }

    /// <summary>Own bids of generations that are not read.</summary>
    public static Task<long> LeftOverAsync(string shard) => Servers.ReadAsync<long>(
        shard,
        """
        select (select count(*) from auctions.own_bids
            where generation is distinct from (select generation from auctions.checkpoint))
            + (select count(*) from auctions.rebuild)
        """);
}
