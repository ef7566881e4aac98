using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Auctions.Measuring;

namespace Auctions.Bench.Peers.Redis;

/// <summary>
/// An auction house that is only a Redis server: a script checks, changes the auction's hash, appends the bid and keeps
/// its key. Redis writes its log once for all that one turn of its event loop has read, flushes it, and only then
/// answers: so many callers share a flush. The callers take turns on the connections, each of which carries any number
/// of bids at once; a turn reads at most 16 KiB of each, which is why there is more than one. The rule is that of the
/// peers on PostgreSQL.
/// </summary>
internal sealed class RedisPeerSubject : ISubject
{
    private readonly RedisServer _server;
    private readonly RedisLots _lots;
    private readonly byte[] _script;
    private uint _turn;

    private RedisPeerSubject(RedisServer server, RedisLots lots, byte[] script)
    {
        _server = server;
        _lots = lots;
        _script = script;
    }

    /// <summary>Makes it anew; see <see cref="PeerSubjects.StartAsync"/>.</summary>
    public static async Task<RedisPeerSubject> StartAsync(
        string address, int connections, int lots, DateTimeOffset closesAt, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var server = await RedisServer.ConnectAsync(address, connections);
        try
        {
            await server.RequireDurableAsync();
            var made = await RedisLots.MakeAsync(server, lots, MicrosecondsOf(closesAt));
            return new RedisPeerSubject(server, made, await server.Server.ScriptLoadAsync(PeerText.Read("bid")));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome> BidAsync(int lot, long amount)
    {
        var key = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, Bids.Key(lot, amount).Value);
        var turn = Interlocked.Increment(ref _turn) % (uint)_server.Databases.Count;
        var now = MicrosecondsOf(TimeProvider.System.GetUtcNow());
        var result = await _server.Databases[(int)turn].ScriptEvaluateAsync(
            _script, _lots.KeysOf(lot), [amount, Bids.BidderOf(amount), key, now]);
        return (long[]?)result is [var sequence, var accepted]
            ? Outcome.Accepted(sequence, accepted)
            : new Outcome(OutcomeKind.Refused);
    }

    // Every bid is answered, so nothing is on its way.
    public IAsyncEnumerable<StoredLot> ReadBackAsync(CancellationToken cancellation) => _lots.ReadAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _lots.ClearAsync();
        await _server.SettleAsync();
        await _server.DisposeAsync();
    }

    private static long MicrosecondsOf(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
