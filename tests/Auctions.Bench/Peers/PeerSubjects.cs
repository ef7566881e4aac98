using Auctions.Bench.Peers.Postgres;
using Auctions.Bench.Peers.Redis;
using Auctions.Bench.Subjects;
using Auctions.Measuring;

namespace Auctions.Bench.Peers;

/// <summary>Makes the peers. The one place that knows which server a peer needs.</summary>
internal static class PeerSubjects
{
    private static readonly TimeSpan OpenFor = TimeSpan.FromDays(1);

    /// <summary>Makes a peer anew, with lots that nobody has bid on.</summary>
    /// <param name="servers">Where its server is.</param>
    /// <param name="peer">Which one.</param>
    /// <param name="connections">Connections to its server.</param>
    /// <param name="lots">Lots to bid on.</param>
    /// <param name="closesAt">From when on bids are refused; null: in a day.</param>
    /// <param name="cancellation">Ends the making.</param>
    /// <exception cref="MeasurementException">Its server is not given, or is not durable.</exception>
    public static async Task<ISubject> StartAsync(
        StoreChoice servers,
        Peer peer,
        int connections,
        int lots,
        DateTimeOffset? closesAt = null,
        CancellationToken cancellation = default)
    {
        if (Lacks([peer], servers) is [var lack, ..])
        {
            throw new MeasurementException(lack);
        }

        var end = closesAt ?? TimeProvider.System.GetUtcNow() + OpenFor;
        return IsOnPostgres(peer)
            ? await PostgresPeerSubject.StartAsync(servers.Postgres[0], peer, connections, lots, end, cancellation)
            : await RedisPeerSubject.StartAsync(servers.Redis!, connections, lots, end, cancellation);
    }

    public static bool IsOnPostgres(Peer peer) => peer switch
    {
        Peer.RowLock or Peer.Optimistic or Peer.Statement or Peer.Pipelined => true,
        Peer.Redis => false,
    };

    public static bool CanRun(Peer peer, StoreChoice servers) =>
        IsOnPostgres(peer) ? servers.Postgres.Count > 0 : servers.Redis is not null;

    /// <summary>Which of the peers cannot run on these servers, why not, and what to do.</summary>
    public static IReadOnlyList<string> Lacks(IEnumerable<Peer> peers, StoreChoice servers) =>
    [
        .. from peer in peers
           where !CanRun(peer, servers)
           group NameOf(peer) by IsOnPostgres(peer) into lacking
           select string.Join(", ", lacking) + (lacking.Key
               ? $": without PostgreSQL it cannot run. {BenchOptions.HowToGivePostgres}"
               : $": without a Redis server it cannot run. {RedisServer.HowToGive}"),
    ];

    /// <summary>
    /// How many callers make sense. A connection that takes one bid at a time gets one, since more would only wait in
    /// front of it; one that carries many gets as many as it carries; and Redis as many as the engine, since what
    /// arrives together is flushed together.
    /// </summary>
    /// <param name="peer">Which one.</param>
    /// <param name="connections">Connections to its server.</param>
    /// <param name="outstanding">Bids under way in the engine.</param>
    public static IReadOnlyList<int> CallersOf(Peer peer, int connections, IReadOnlyList<int> outstanding) =>
        peer switch
        {
            Peer.RowLock or Peer.Optimistic or Peer.Statement => [connections],
            Peer.Pipelined => [connections * Pipe.DepthMax],
            Peer.Redis => outstanding,
        };

    public static string NameOf(Peer peer) => peer.ToString().ToLowerInvariant();
}
