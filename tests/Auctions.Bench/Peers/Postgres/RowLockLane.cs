using Auctions.Measuring;
using Npgsql;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>
/// Locks the auction's row, checks in the application, writes, commits: two round trips, since BEGIN travels with the
/// SELECT and COMMIT with the writes.
/// </summary>
internal sealed class RowLockLane : ILane
{
    private const string Select = """
        select price, step, is_open and now() < closes_at, bid_count
        from auctions_bench.auction where id = $1 for update
        """;

    private const string Update =
        "update auctions_bench.auction set price = $2, leader = $3, bid_count = $4 where id = $1";

    private const string Insert = """
        insert into auctions_bench.bid (auction_id, sequence, bidder, key, amount) values ($1, $2, $3, $4, $5)
        """;

    private readonly NpgsqlConnection _connection;
    private readonly Earlier _earlier;
    private readonly NpgsqlBatch _read;
    private readonly NpgsqlBatch _write;
    private readonly NpgsqlCommand _rollback;
    private readonly NpgsqlParameter<Guid> _auctionRead = new();
    private readonly NpgsqlParameter<Guid> _auctionUpdated = new();
    private readonly NpgsqlParameter<Guid> _auctionBid = new();
    private readonly NpgsqlParameter<long> _price = new();
    private readonly NpgsqlParameter<Guid> _leader = new();
    private readonly NpgsqlParameter<long> _bidCount = new();
    private readonly NpgsqlParameter<long> _sequence = new();
    private readonly NpgsqlParameter<Guid> _bidder = new();
    private readonly NpgsqlParameter<Guid> _key = new();
    private readonly NpgsqlParameter<long> _amount = new();

    private RowLockLane(NpgsqlConnection connection, Earlier earlier)
    {
        _connection = connection;
        _earlier = earlier;
        _read = new NpgsqlBatch(connection)
        {
            BatchCommands = { new("begin"), new(Select) { Parameters = { _auctionRead } } },
        };
        _write = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Update) { Parameters = { _auctionUpdated, _price, _leader, _bidCount } },
                new(Insert) { Parameters = { _auctionBid, _sequence, _bidder, _key, _amount } },
                new("commit"),
            },
        };
        _rollback = new NpgsqlCommand("rollback", connection);
    }

    public static async Task<ILane> OpenAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var lane = new RowLockLane(connection, await Earlier.OpenAsync(connection, cancellation));
        await lane._read.PrepareAsync(cancellation);
        await lane._write.PrepareAsync(cancellation);
        await lane._rollback.PrepareAsync(cancellation);
        return lane;
    }

    public async ValueTask<Outcome> BidAsync(PeerBid bid)
    {
        _auctionRead.TypedValue = bid.Auction;
        long price, step, bidCount;
        bool isOpen;
        await using (var reader = await _read.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            (price, step) = (reader.GetInt64(0), reader.GetInt64(1));
            (isOpen, bidCount) = (reader.GetBoolean(2), reader.GetInt64(3));
        }

        if (!isOpen)
        {
            return await GiveUpAsync(bid);
        }

        // The check of the amount: what was overtaken is raised instead of refused.
        var amount = Math.Max(bid.Amount, price + step);

        _auctionUpdated.TypedValue = _auctionBid.TypedValue = bid.Auction;
        _price.TypedValue = _amount.TypedValue = amount;
        _leader.TypedValue = _bidder.TypedValue = bid.Bidder;
        _bidCount.TypedValue = _sequence.TypedValue = bidCount + 1;
        _key.TypedValue = bid.Key;
        try
        {
            await _write.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException failure) when (Earlier.IsRepeat(failure))
        {
            return await GiveUpAsync(bid);
        }

        return Outcome.Accepted(bidCount + 1, amount);
    }

    public async ValueTask DisposeAsync()
    {
        await _read.DisposeAsync();
        await _write.DisposeAsync();
        await _rollback.DisposeAsync();
        await _earlier.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async ValueTask<Outcome> GiveUpAsync(PeerBid bid)
    {
        await _rollback.ExecuteNonQueryAsync();
        return await _earlier.AnswerAsync(bid);
    }
}
