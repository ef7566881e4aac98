using System.Runtime.CompilerServices;
using Auctions.Measuring;
using StackExchange.Redis;

namespace Auctions.Bench.Peers.Redis;

/// <summary>
/// The lots on a Redis server: a hash, a list of bids and a hash of keys for each, under a common prefix.
/// </summary>
internal sealed class RedisLots
{
    private const string Prefix = "auctions_bench:";

    // Sent and read without waiting in between.
    private const int LotsAtOnce = 1_000;
    private const int BidsAtOnce = 10_000;

    private static readonly RedisValue[] State = ["bid_count", "leader", "price"];

    private readonly RedisServer _server;
    private readonly IDatabase _database;
    private readonly RedisKey[][] _keys;

    private RedisLots(RedisServer server, int lots)
    {
        _server = server;
        _database = server.Databases[0];
        _keys = [.. Enumerable.Range(0, lots).Select(lot => (RedisKey[])
        [
            $"{Prefix}{lot}", $"{Prefix}{lot}:bids", $"{Prefix}{lot}:keys",
        ])];
    }

    /// <summary>Makes them anew, with no bids.</summary>
    public static async Task<RedisLots> MakeAsync(RedisServer server, int lots, long closesAt)
    {
        var made = new RedisLots(server, lots);
        await made.ClearAsync();
        HashEntry[] auction = [new("closes_at", closesAt), new("step", 1), new("price", 0), new("bid_count", 0)];
        foreach (var some in made._keys.Chunk(LotsAtOnce))
        {
            await Task.WhenAll(some.Select(keys => made._database.HashSetAsync(keys[0], auction)));
        }

        return made;
    }

    /// <summary>What the script of a bid is told to work on.</summary>
    public RedisKey[] KeysOf(int lot) => _keys[lot];

    /// <summary>What the server holds of each lot.</summary>
    public async IAsyncEnumerable<StoredLot> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var lots in Enumerable.Range(0, _keys.Length).Chunk(LotsAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var lot in await Task.WhenAll(lots.Select(ReadLotAsync)))
            {
                yield return lot;
            }
        }
    }

    /// <summary>Removes everything under the prefix, whoever has put it there.</summary>
    public async Task ClearAsync()
    {
        var removed = new List<Task>();
        await foreach (var key in _server.Server.KeysAsync(pattern: $"{Prefix}*", pageSize: LotsAtOnce))
        {
            removed.Add(_database.KeyDeleteAsync(key));
        }

        await Task.WhenAll(removed);
    }

    private async Task<StoredLot> ReadLotAsync(int lot)
    {
        var state = await _database.HashGetAsync(_keys[lot][0], State);
        var bids = new List<StoredBid>();
        RedisValue[] page;
        do
        {
            page = await _database.ListRangeAsync(_keys[lot][1], bids.Count, bids.Count + BidsAtOnce - 1);
            bids.AddRange(page.Select(Parse));
        }
        while (page.Length == BidsAtOnce);

        return new StoredLot(lot, (long)state[0], state[1].IsNull ? -1 : (int)state[1], (long)state[2], bids);
    }

    // As the script has written it: sequence, amount, bidder, time.
    private static StoredBid Parse(RedisValue bid)
    {
        var parts = bid.ToString().Split(' ');
        return new StoredBid(long.Parse(parts[0]), long.Parse(parts[1]), int.Parse(parts[2]));
    }
}
