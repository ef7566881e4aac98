using Auctions.Measuring;
using Npgsql;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>
/// An auction house that is only a database: tables of its own, and so many connections, each with its statements
/// prepared. The rule is simplified: a bid of the price and one step or more is the price and leads. In the peers'
/// favour a bid that was overtaken on its way is raised to that: with many connections on one row most would be refused
/// otherwise.
/// </summary>
internal sealed class PostgresPeerSubject : ISubject
{
    /// <summary>
    /// What each connection is set to: plans are made once, and by the index, as with the many auctions of a real
    /// house; of a table of one row the planner would read every dead version instead.
    /// </summary>
    public const string SessionSettings = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off";

    // A run measures how long things take; it does not give up on them.
    private static readonly TimeSpan CommandMax = TimeSpan.FromMinutes(5);

    private readonly NpgsqlDataSource _source;
    private readonly PeerTables _tables;
    private readonly IConnections _connections;

    private PostgresPeerSubject(NpgsqlDataSource source, PeerTables tables, IConnections connections)
    {
        _source = source;
        _tables = tables;
        _connections = connections;
    }

    public long Retries => _connections.Retries;

    /// <summary>Makes it anew; see <see cref="PeerSubjects.StartAsync"/>.</summary>
    public static async Task<PostgresPeerSubject> StartAsync(
        string connection,
        Peer peer,
        int connections,
        int lots,
        DateTimeOffset closesAt,
        CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            MaxPoolSize = connections + 1,
            CommandTimeout = (int)CommandMax.TotalSeconds,
        };
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            var tables = new PeerTables(source);
            await tables.MakeAsync(lots, closesAt, cancellation);
            return new PostgresPeerSubject(
                source, tables, await OpenAsync(source, peer, connections, cancellation));
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public ValueTask<Outcome> BidAsync(int lot, long amount) => _connections.BidAsync(PeerBid.Of(lot, amount));

    // Every bid is answered, so nothing is on its way.
    public IAsyncEnumerable<StoredLot> ReadBackAsync(CancellationToken cancellation) =>
        _tables.ReadAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _tables.DropAsync();
        await _source.DisposeAsync();
    }

    private static async Task<IConnections> OpenAsync(
        NpgsqlDataSource source, Peer peer, int connections, CancellationToken cancellation)
    {
        async Task<T[]> OpenEachAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> open)
        {
            var opened = new T[connections];
            for (var at = 0; at < connections; at++)
            {
                var connection = await source.OpenConnectionAsync(cancellation);
                await using var set = new NpgsqlCommand(SessionSettings, connection);
                await set.ExecuteNonQueryAsync(cancellation);
                opened[at] = await open(connection, cancellation);
            }

            return opened;
        }

        return peer switch
        {
            Peer.RowLock => new Lanes(await OpenEachAsync(RowLockLane.OpenAsync)),
            Peer.Optimistic => new Lanes(await OpenEachAsync(OptimisticLane.OpenAsync)),
            Peer.Statement => new Lanes(await OpenEachAsync(StatementLane.OpenAsync)),
            Peer.Pipelined => new Pipelines(await OpenEachAsync(Pipe.OpenAsync)),
            Peer.Redis => throw new ArgumentOutOfRangeException(nameof(peer), peer, "It is not on PostgreSQL."),
        };
    }
}
