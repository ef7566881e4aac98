using Auctions.Measuring;
using Npgsql;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>
/// Reads without a lock and writes only while the auction's version is the one read: two round trips if no other bid
/// came in between. If one did, the whole is tried again after a random pause whose bound doubles each time ("full
/// jitter"), until the bid is in.
/// </summary>
internal sealed class OptimisticLane : ILane
{
    private const string Select = """
        select price, step, is_open and now() < closes_at, version from auctions_bench.auction where id = $1
        """;

    // The bound of the pause: 1 ms, 2 ms, 4 ms, up to 32 ms.
    private const int DoublingsMax = 5;

    private readonly NpgsqlConnection _connection;
    private readonly Earlier _earlier;
    private readonly NpgsqlCommand _read;
    private readonly NpgsqlCommand _write;
    private readonly NpgsqlParameter<Guid> _auctionRead = new();
    private readonly NpgsqlParameter<Guid> _auction = new();
    private readonly NpgsqlParameter<long> _version = new();
    private readonly NpgsqlParameter<long> _amount = new();
    private readonly NpgsqlParameter<Guid> _bidder = new();
    private readonly NpgsqlParameter<Guid> _key = new();
    private long _retries;

    private OptimisticLane(NpgsqlConnection connection, Earlier earlier)
    {
        _connection = connection;
        _earlier = earlier;
        _read = new NpgsqlCommand(Select, connection) { Parameters = { _auctionRead } };
        _write = new NpgsqlCommand(PeerText.Read("optimistic"), connection)
        {
            Parameters = { _auction, _version, _amount, _bidder, _key },
        };
    }

    public long Retries => Volatile.Read(ref _retries);

    public static async Task<ILane> OpenAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var lane = new OptimisticLane(connection, await Earlier.OpenAsync(connection, cancellation));
        await lane._read.PrepareAsync(cancellation);
        await lane._write.PrepareAsync(cancellation);
        return lane;
    }

    public async ValueTask<Outcome> BidAsync(PeerBid bid)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (minimum, isOpen, version) = await ReadAsync(bid.Auction);
            if (!isOpen)
            {
                return await _earlier.AnswerAsync(bid);
            }

            // The check of the amount: what was overtaken is raised instead of refused.
            var amount = Math.Max(bid.Amount, minimum);
            try
            {
                if (await WriteAsync(bid, amount, version) is { } sequence)
                {
                    return Outcome.Accepted(sequence, amount);
                }
            }
            catch (NpgsqlException failure) when (Earlier.IsRepeat(failure))
            {
                return await _earlier.AnswerAsync(bid);
            }

            Volatile.Write(ref _retries, _retries + 1);
            await Task.Delay(Random.Shared.Next(1 + (1 << Math.Min(attempt, DoublingsMax))));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _read.DisposeAsync();
        await _write.DisposeAsync();
        await _earlier.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async ValueTask<(long Minimum, bool IsOpen, long Version)> ReadAsync(Guid auction)
    {
        _auctionRead.TypedValue = auction;
        await using var reader = await _read.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0) + reader.GetInt64(1), reader.GetBoolean(2), reader.GetInt64(3));
    }

    // Null: the version is another one by now, or the auction has just closed, which the next read tells.
    private async ValueTask<long?> WriteAsync(PeerBid bid, long amount, long version)
    {
        _auction.TypedValue = bid.Auction;
        _version.TypedValue = version;
        _amount.TypedValue = amount;
        _bidder.TypedValue = bid.Bidder;
        _key.TypedValue = bid.Key;
        await using var reader = await _write.ExecuteReaderAsync();
        return await reader.ReadAsync() ? reader.GetInt64(0) : null;
    }
}
