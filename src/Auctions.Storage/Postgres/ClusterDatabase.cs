using Auctions.Storage.Postgres.Connections;
using Npgsql;

namespace Auctions.Storage.Postgres;

/// <summary>
/// Where the servers of a cluster find each other: schema <c>orleans</c> of the meta database, made for the AdoNet
/// providers of Microsoft Orleans (clustering, grain persistence; invariant <c>Npgsql</c>).
/// </summary>
public static class ClusterDatabase
{
    /// <summary>The schema; the providers name their table of statements without one.</summary>
    public const string Schema = "orleans";

    /// <summary>Most connections that a process opens for this.</summary>
    public const int ConnectionsMax = 8;

    private const int ConnectTimeoutSeconds = 5;
    private const int CommandTimeoutSeconds = 5;
    private const int CancellationTimeoutMs = 500;

    /// <summary>The connection string that those providers are to use.</summary>
    /// <param name="meta">Connection string of the meta database; who logs in there needs <c>auctions_cluster</c>.
    /// </param>
    /// <returns>
    /// The same server, database and login, in the schema and the role of the cluster, with a small pool of its own and
    /// deadlines: 5 s to connect, 5 s per statement, and half a second for a server that is silent after that.
    /// </returns>
    public static string ConnectionFor(string meta)
    {
        var settings = new NpgsqlConnectionStringBuilder(TransportSecurity.WithoutKerberos(meta))
        {
            ApplicationName = "OrleansAuctions cluster",
            SearchPath = Schema,
            MinPoolSize = 0,
            MaxPoolSize = ConnectionsMax,
            Timeout = ConnectTimeoutSeconds,
            CommandTimeout = CommandTimeoutSeconds,
            CancellationTimeout = CancellationTimeoutMs,
            TcpKeepAlive = true,
        };
        settings.RunAs(PostgresRoles.Cluster);
        return settings.ConnectionString;
    }
}
