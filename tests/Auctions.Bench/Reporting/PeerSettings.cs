using Auctions.Bench.Peers;
using Auctions.Bench.Peers.Postgres;
using Auctions.Bench.Subjects;

namespace Auctions.Bench.Reporting;

/// <summary>What the peers do, on which servers, and which of them are left out.</summary>
internal static class PeerSettings
{
    private const string Session = "prepared; " + PostgresPeerSubject.SessionSettings;

    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(
        BenchOptions options, CancellationToken cancellation)
    {
        var lines = new List<KeyValuePair<string, string>>();
        void Add(string name, string text) => lines.Add(new(name, text));
        if (options.Store.Kind == StoreKind.Postgres || options.Peers.Any(PeerSubjects.IsOnPostgres))
        {
            Add("PostgreSQL", await PostgresProbe.ReadAsync(options.Store.Postgres[0], cancellation));
        }

        if (options.Peers.Contains(Peer.Redis))
        {
            Add("Redis", await RedisProbe.ReadAsync(options.Store.Redis!));
        }

        if (options.Peers.Count > 0)
        {
            Add("peers", "what is overtaken on its way is raised to the minimum; a key is taken once and repeats get " +
                "its answer; no bid is taken after the end; the best number of connections and callers counts; " +
                "none commits bids of several callers in one transaction");
        }

        foreach (var peer in options.Peers.Distinct())
        {
            Add(PeerSubjects.NameOf(peer), TextOf(peer));
        }

        if (PeerSubjects.Lacks(Enum.GetValues<Peer>().Except(options.Peers), options.Store) is { Count: > 0 } lacks)
        {
            Add("left out", string.Join(' ', lacks));
        }

        return lines;
    }

    private static string TextOf(Peer peer) => peer switch
    {
        Peer.RowLock => "SELECT ... FOR UPDATE, checks in the process, UPDATE and INSERT: two round trips; " +
            Session,
        Peer.Optimistic => "reads without a lock, UPDATE ... WHERE version = the one read and INSERT: two round " +
            "trips a try, tried again after a random pause of up to 1 to 32 ms until it is in; " + Session,
        Peer.Statement => "one statement checks, updates and inserts: one round trip; " + Session,
        Peer.Pipelined => $"the same statement, up to {Pipe.DepthMax} bids on their way on each connection, each " +
            "with a commit of its own; " + Session,
        Peer.Redis => "one EVALSHA checks, changes a hash, appends to a list and keeps the key in a hash; callers " +
            "share the connections, each of which carries any number of bids at once; the server flushes what it " +
            "read in one turn together",
    };
}
