using System.Runtime.CompilerServices;
using Auctions.Measuring;
using Npgsql;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>The tables of the peers on PostgreSQL, in a schema of their own.</summary>
internal sealed class PeerTables(NpgsqlDataSource source)
{
    private const string Drop = "drop schema if exists auctions_bench cascade";

    private const string Fill = """
        insert into auctions_bench.auction (id, closes_at, step, price) select id, $2, 1, 0 from unnest($1) id
        """;

    // Lot by lot, so that the bids of one lot are in memory at a time.
    private const string ReadAll = """
        select auction.id, auction.bid_count, auction.leader, auction.price, bid.sequence, bid.amount, bid.bidder
        from auctions_bench.auction left join auctions_bench.bid on bid.auction_id = auction.id
        order by auction.id, bid.sequence
        """;

    /// <summary>Makes them anew, with lots that nobody has bid on.</summary>
    public async Task MakeAsync(int lots, DateTimeOffset closesAt, CancellationToken cancellation)
    {
        await RunAsync(Drop, cancellation);
        await RunAsync(PeerText.Read("peers"), cancellation);
        await using (var fill = source.CreateCommand(Fill))
        {
            fill.Parameters.Add(new NpgsqlParameter<Guid[]>
            {
                TypedValue = [.. Enumerable.Range(0, lots).Select(PeerBid.IdOf)],
            });
            fill.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = closesAt.UtcDateTime });
            await fill.ExecuteNonQueryAsync(cancellation);
        }

        await RunAsync("vacuum analyze auctions_bench.auction", cancellation);
    }

    /// <summary>What they hold of each lot.</summary>
    public async IAsyncEnumerable<StoredLot> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(ReadAll);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        StoredLot? lot = null;
        var bids = new List<StoredBid>();
        while (await reader.ReadAsync(cancellation))
        {
            var number = PeerBid.NumberOf(reader.GetGuid(0));
            if (lot?.Lot != number)
            {
                if (lot is not null)
                {
                    yield return lot;
                }

                bids = [];
                var leader = await reader.IsDBNullAsync(2, cancellation) ? -1 : PeerBid.NumberOf(reader.GetGuid(2));
                lot = new StoredLot(number, reader.GetInt64(1), leader, reader.GetInt64(3), bids);
            }

            if (!await reader.IsDBNullAsync(4, cancellation))
            {
                bids.Add(new StoredBid(
                    reader.GetInt64(4), reader.GetInt64(5), PeerBid.NumberOf(reader.GetGuid(6))));
            }
        }

        if (lot is not null)
        {
            yield return lot;
        }
    }

    public Task DropAsync() => RunAsync(Drop, CancellationToken.None);

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
