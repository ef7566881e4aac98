using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Auctions.Bench.Checking;
using Auctions.Bench.Measuring;
using Auctions.Bench.Subjects;
using Npgsql;

namespace Auctions.Bench.Peers;

/// <summary>
/// An auction house that is only a database: tables of its own, and so many connections, each with its statements
/// prepared. A bid takes the next free connection. The rule is simplified: a bid of the price and one step or more is
/// the price and leads. In the peers' favour a bid that was overtaken on its way is raised to that: with many
/// connections on one row most would be refused otherwise.
/// </summary>
internal sealed class PeerSubject : ISubject
{
    private const string Drop = "drop schema if exists auctions_bench cascade";

    private readonly NpgsqlDataSource _source;
    private readonly List<ILane> _lanes = [];
    private readonly Channel<ILane> _free = Channel.CreateUnbounded<ILane>();

    private PeerSubject(NpgsqlDataSource source) => _source = source;

    public static async Task<PeerSubject> StartAsync(
        string connection, Peer peer, int connections, int lots, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = connections + 1 };
        var subject = new PeerSubject(NpgsqlDataSource.Create(settings));
        try
        {
            await subject.PrepareAsync(peer, connections, lots, cancellation);
            return subject;
        }
        catch
        {
            await subject.DisposeAsync();
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome> BidAsync(int lot, long amount)
    {
        var lane = await _free.Reader.ReadAsync();
        var outcome = await lane.BidAsync(
            IdOf(lot), amount, IdOf(Bids.BidderOf(amount)), KeyOf(lot, amount));
        _free.Writer.TryWrite(lane);
        return outcome;
    }

    public async IAsyncEnumerable<StoredLot> ReadBackAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var bids = await ReadBidsAsync(cancellation);
        await using var auctions = _source.CreateCommand(
            "select id, bid_count, leader, price from auctions_bench.auction");
        await using var reader = await auctions.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var lot = NumberOf(reader.GetGuid(0));
            var leader = await reader.IsDBNullAsync(2, cancellation) ? -1 : NumberOf(reader.GetGuid(2));
            yield return new StoredLot(lot, reader.GetInt64(1), leader, reader.GetInt64(3), bids[lot]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }

        await using (var drop = _source.CreateCommand(Drop))
        {
            await drop.ExecuteNonQueryAsync();
        }

        await _source.DisposeAsync();
    }

    private static Guid IdOf(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static Guid KeyOf(int lot, long amount)
    {
        var key = Bids.Key(lot, amount).Value;
        return Unsafe.BitCast<UInt128, Guid>(key);
    }

    private static int NumberOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BitConverter.ToInt32(bytes);
    }

    private async Task PrepareAsync(Peer peer, int connections, int lots, CancellationToken cancellation)
    {
        await RunAsync(Drop, cancellation);
        await RunAsync(PeerSql.Read("peers"), cancellation);
        await using (var fill = _source.CreateCommand("""
            insert into auctions_bench.auction (id, closes_at, step, price)
            select id, now() + interval '1 day', 1, 0 from unnest($1) id
            """))
        {
            fill.Parameters.Add(new NpgsqlParameter<Guid[]>
            {
                TypedValue = [.. Enumerable.Range(0, lots).Select(IdOf)],
            });
            await fill.ExecuteNonQueryAsync(cancellation);
        }

        await RunAsync("vacuum analyze auctions_bench.auction", cancellation);
        for (var at = 0; at < connections; at++)
        {
            var connection = await _source.OpenConnectionAsync(cancellation);
            var lane = peer switch
            {
                Peer.RowLock => await RowLockLane.OpenAsync(connection, cancellation),
                Peer.Statement => await StatementLane.OpenAsync(connection, cancellation),
            };
            _lanes.Add(lane);
            _free.Writer.TryWrite(lane);
        }
    }

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<ILookup<int, StoredBid>> ReadBidsAsync(CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(
            "select auction_id, sequence, amount, bidder from auctions_bench.bid order by auction_id, sequence");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var bids = new List<(int Lot, StoredBid Bid)>();
        while (await reader.ReadAsync(cancellation))
        {
            var bid = new StoredBid(reader.GetInt64(1), reader.GetInt64(2), NumberOf(reader.GetGuid(3)));
            bids.Add((NumberOf(reader.GetGuid(0)), bid));
        }

        return bids.ToLookup(bid => bid.Lot, bid => bid.Bid);
    }
}
